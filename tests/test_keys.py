"""Keys come from the environment or a private file, and never show themselves."""

import copy
import pickle
from pathlib import Path

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.keys import Key, load_keys

SECRET = "s3cr3t-0f-a-t3st"


def keys_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "keys.env"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = keys_file(tmp_path, "# mine\nexport BRAVE_API_KEY='filed'\nSTAAN_API_KEY = other\n")
    keys = load_keys(("BRAVE_API_KEY", "STAAN_API_KEY", "EXA_API_KEY"), {"BRAVE_API_KEY": SECRET}, file)
    assert {name: key.reveal() for name, key in keys.items()} == {"BRAVE_API_KEY": SECRET, "STAAN_API_KEY": "other"}


@pytest.mark.parametrize("show", [str, repr, "{}".format, "%s".__mod__], ids=["str", "repr", "format", "percent"])
def test_key_never_shows_itself(show: object) -> None:
    assert SECRET not in show(Key(SECRET))  # type: ignore[operator]


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy], ids=["pickle", "copy"])
def test_key_cannot_be_written_down(write: object) -> None:
    with pytest.raises(TypeError):
        write(Key(SECRET))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (f"BRAVE_API_KEY={SECRET}\n", 0o644, "chmod 600"),
        (f"BRAVE_API_KEY={SECRET}\n", 0o640, "chmod 600"),
        (f"\n{SECRET}\n", 0o600, "line 2"),
        (f"BRAVE_API_KEY={SECRET}\u00e9\n", 0o600, "BRAVE_API_KEY"),
    ],
    ids=["readable by all", "readable by the group", "no equals sign", "letters no key has"],
)
def test_bad_keys_file_is_told_without_its_secrets(tmp_path: Path, text: str, mode: int, told: str) -> None:
    with pytest.raises(BadInput) as raised:
        load_keys(("BRAVE_API_KEY",), {}, keys_file(tmp_path, text, mode))
    assert told in str(raised.value)
    assert SECRET not in str(raised.value)


def test_keys_file_inside_a_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(BadInput, match="git repository"):
        load_keys(("BRAVE_API_KEY",), {}, keys_file(tmp_path, "BRAVE_API_KEY=x\n"))


def test_missing_file_is_told_only_where_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_keys(("BRAVE_API_KEY",), {}, tmp_path / "none.env")
