"""Online map tiles, for whoever asks for them: nothing is fetched from outside by default."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sharitories_crawl.errors import BadInput

OSM = "openstreetmap.org"
OSM_CREDIT = "© OpenStreetMap contributors"
_PLACES = ("{z}", "{x}", "{y}")


@dataclass(frozen=True, slots=True)
class Tiles:
    """A server of 256-pixel tiles in Web Mercator, and whom the map must credit for them."""

    template: str
    credit: str

    @property
    def origin(self) -> str:
        """What the map page may load pictures from, and nothing else."""
        parts = urlsplit(self.template)
        return f"{parts.scheme}://{parts.netloc}"


def read_tiles(template: str | None, credit: str | None) -> Tiles | None:
    """The tiles that the options name. Raises BadInput where the address or the credit is missing."""
    if template is None:
        if credit is not None:
            raise BadInput("--tiles-credit says whom to credit for --tiles: give both or none")
        return None
    bare = template
    for place in _PLACES:
        bare = bare.replace(place, "0", 1)
    parts = urlsplit(bare)
    host = parts.hostname or ""
    if (
        any(template.count(place) != 1 for place in _PLACES)
        or parts.scheme not in ("http", "https")
        or not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc.lower())
        or not re.fullmatch(r"[!-~]+", bare)
        or any(place in urlsplit(template).netloc for place in _PLACES)
    ):
        raise BadInput(
            f"--tiles {template!r}: give an address with {{z}}, {{x}} and {{y}} in its path, such as"
            " https://tile.openstreetmap.org/{z}/{x}/{y}.png"
        )
    if credit is None and host.endswith(OSM):
        credit = OSM_CREDIT
    if not credit:
        raise BadInput(f"--tiles {template}: name whom {host} wants credited with --tiles-credit TEXT")
    return Tiles(template, credit)
