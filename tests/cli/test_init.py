"""`init`: a file that changes nothing until it is edited, and never replaces one that is there."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from sharitories_crawl.cli.starting import settings_file
from sharitories_crawl.settings import FIELDS, load_settings
from sharitories_crawl.sources import SOURCES

if TYPE_CHECKING:
    from tests.conftest import Program


def uncommented(text: str) -> str:
    """The file with every setting that it shows taken at its word."""
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    return "\n".join(line for line in lines if line.split(" = ")[0] in FIELDS)


def test_the_file_it_writes_changes_nothing(program: "Program") -> None:
    ended = program.run("init")
    assert ended.code == 0
    assert "sharitories crawl --city Lorient" in ended.out
    assert tomllib.loads((program.folder / "sharitories.toml").read_text()) == {"contact": ""}
    assert program.run("settings").code == 0


def test_every_line_it_shows_is_a_setting_that_works(tmp_path: Path) -> None:
    text = uncommented(settings_file(SOURCES.values()))
    shown = tomllib.loads(text)
    general = {name for name in FIELDS if not name.endswith(("_url", "_permission"))} - {"sandbox"}
    assert general <= set(shown)
    assert {f"{source.name}_url" for source in SOURCES.values() if not source.base_url} <= set(shown)
    (tmp_path / "sharitories.toml").write_text(text)
    settings = load_settings(tmp_path, {})
    plain = load_settings(tmp_path / "elsewhere", {})
    for name in general - {"sources"}:
        assert settings.value(name) == plain.value(name), name


def test_every_key_s_variable_is_named_and_no_key_asked_for(tmp_path: Path) -> None:
    text = settings_file(SOURCES.values())
    assert all(source.key in text for source in SOURCES.values() if source.key)


def test_a_file_that_is_there_stays_as_it_is(program: "Program") -> None:
    path = program.folder / "sharitories.toml"
    path.write_text('contact = "me@example.org"\n')
    ended = program.run("init")
    assert ended.code == 2
    assert "sharitories.toml is there already" in ended.err
    assert path.read_text() == 'contact = "me@example.org"\n'


def test_a_folder_that_cannot_be_written_is_named(program: "Program") -> None:
    ended = program.run("init", "nowhere/to/be/found")
    assert ended.code == 2
    assert "cannot be written" in ended.err
