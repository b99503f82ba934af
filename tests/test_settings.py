"""Settings: the later of file, environment and options wins, and a mistake is named with its place."""

from pathlib import Path

import pytest

from sharitories_crawl.errors import BadInput
from sharitories_crawl.settings import FIELDS, load_settings, variable


def test_the_later_of_default_file_variable_and_option_wins(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}).delay == 2.0
    (tmp_path / "sharitories.toml").write_text('delay = 3\ncontact = "a@b.fr"\n')
    assert load_settings(tmp_path, {}).delay == 3.0
    environment = {"SHARITORIES_DELAY": "4"}
    assert load_settings(tmp_path, environment).delay == 4.0
    assert load_settings(tmp_path, environment, {"delay": 5}).delay == 5.0


def test_every_value_says_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "sharitories.toml").write_text('# mine\n\ncontact = "a@b.fr"\n')
    settings = load_settings(tmp_path, {"SHARITORIES_DB": "x.db"}, {"max_pages": 7, "refresh_days": None})
    assert settings.origins["contact"] == f"{tmp_path}/sharitories.toml, line 3"
    assert settings.origins["db"] == "environment variable SHARITORIES_DB"
    assert settings.origins["max_pages"] == "option --max-pages"
    assert settings.origins["refresh_days"] == "default"


def test_allow_networks_is_a_comma_separated_list_in_the_environment(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {"SHARITORIES_ALLOW_NETWORKS": "127.0.0.0/8, 10.1.0.0/16"})
    assert settings.allow_networks == ("127.0.0.0/8", "10.1.0.0/16")


def test_the_environment_variable_of_each_setting_is_its_name_in_capitals() -> None:
    assert {variable(name) for name in FIELDS} >= {
        "SHARITORIES_DB",
        "SHARITORIES_CONTACT",
        "SHARITORIES_SEARXNG_URL",
        "SHARITORIES_ALLOW_NETWORKS",
        "SHARITORIES_DELAY",
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("delay = \n", ["sharitories.toml", "line 1"]),
        ('contact = "x"\ndealy = 3\n', ["line 2", "dealy", "did you mean delay?"]),
        ('\n\ndelay = "slow"\n', ["line 3", "delay", "number from 0"]),
        ("max_pages = 2.5\n", ["line 1", "whole number"]),
        ("refresh_days = -1\n", ["line 1", "from 0"]),
        ('searxng_url = "localhost"\n', ["line 1", "http://"]),
        ('allow_networks = ["10.0.0.300/8"]\n', ["line 1", "10.0.0.300/8", "10.0.0.0/8"]),
        ("sources = 3\n", ["line 1", "list"]),
        ("contact = 3\n", ["line 1", "text in quotes"]),
        ("[searxng]\nurl = 'x'\n", ["line 1", "searxng"]),
    ],
    ids=lambda value: value.strip()[:24] if isinstance(value, str) else "",
)
def test_a_mistake_in_the_file_is_named_with_file_line_and_remedy(tmp_path: Path, text: str, told: list[str]) -> None:
    (tmp_path / "sharitories.toml").write_text(text)
    with pytest.raises(BadInput) as caught:
        load_settings(tmp_path, {})
    assert caught.value.exit_code == 2
    for words in told:
        assert words in str(caught.value)


def test_a_mistake_in_a_variable_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"environment variable SHARITORIES_DELAY.*number from"):
        load_settings(tmp_path, {"SHARITORIES_DELAY": "quick"})
