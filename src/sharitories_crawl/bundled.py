"""Where queries/ and data/ lie: the checkout's own when run from one, else the copy inside the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]
_IN_WHEEL = _PACKAGE / "bundled"


def bundled_dir(name: str) -> Path:
    """The folder `queries` or `data` that this installation carries.

    Raises FileNotFoundError where the installation is incomplete.
    """
    for root in (_IN_WHEEL, _CHECKOUT):
        folder = root / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing from this installation; install sharitories-crawl again")
