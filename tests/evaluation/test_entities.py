"""Labelled pairs: read field by field, resolved town by town, scored against what people say."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.evaluation.entities import evaluate_jsonl, evaluate_places, rule_says_same
from sharitories_crawl.evaluation.labelled_pairs import blank_mention, load_pairs, mentions_of
from sharitories_crawl.evaluation.pair_scores import b_cubed
from sharitories_crawl.evaluation.places_table import COLUMNS, PAIR_COLUMNS, load_place_pairs, load_places
from sharitories_crawl.geo.gazetteer import Gazetteer, load_gazetteer
from sharitories_crawl.geo.towns import load_towns
from sharitories_crawl.models import Town

GOOD: dict[str, Any] = {
    "id": "p1", "town": "56121", "same": True, "related": False, "case": "same site",
    "a": {"name": "Le Fab", "kind": "fablab", "url": "https://fab.example/contact", "phone": "02 97 00 00 00"},
    "b": {"name": "FabLab Le Fab", "kind": "fablab", "url": "https://www.fab.example/",
          "socials": ["https://www.facebook.com/lefab"]},
}  # fmt: skip


@pytest.fixture(scope="module")
def towns() -> dict[str, Town]:
    return {town.code: town for town in load_towns(bundled_dir("data") / "towns.csv")}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(bundled_dir("data") / "communes.csv.gz")


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    def write(*objects: object) -> Path:
        path = tmp_path / "pairs.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in objects))
        return path

    return write


def test_a_record_is_read_as_a_crawl_would_read_it(lines: Callable[..., Path], towns: dict[str, Town]) -> None:
    (pair,) = load_pairs(lines(GOOD), towns)
    assert (pair.a.site, pair.a.phone, pair.b.site) == ("fab.example", "+33297000000", "fab.example")
    assert pair.b.socials == ("facebook/lefab",)


def test_a_record_met_twice_is_one_mention(lines: Callable[..., Path], towns: dict[str, Town]) -> None:
    again = GOOD | {"id": "p2", "b": {"name": "Vélo Utile"}, "same": False}
    assert len(mentions_of(load_pairs(lines(GOOD, again), towns))) == 3


WRONG: dict[str, tuple[object, str]] = {
    "no JSON": ("{", "is no JSON"),
    "no town": (GOOD | {"town": "00000"}, "no town has the code '00000'"),
    "no id": (GOOD | {"id": ""}, "the pair has no id"),
    "no name": (GOOD | {"b": {"kind": "fablab"}}, "b has no name"),
    "unknown field": (GOOD | {"a": {"name": "Le Fab", "tel": "1"}}, "a has an unknown field 'tel'"),
    "no record": (GOOD | {"a": "Le Fab"}, "a is no record"),
    "same is text": (GOOD | {"same": "true"}, "same is neither true nor false"),
    "socials": (GOOD | {"a": {"name": "Le Fab", "socials": "x"}}, "a: socials is no list"),
    "id twice": (GOOD, "the id p1 was given to an earlier pair"),
}


@pytest.mark.parametrize(("line", "says"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_with_file_and_line(
    lines: Callable[..., Path], towns: dict[str, Town], line: object, says: str
) -> None:
    with pytest.raises(BadInput, match=rf"pairs\.jsonl, line 2.*{says}"):
        load_pairs(lines(GOOD, line), towns)


def test_scores_tell_entities_pairs_and_the_plain_rule(lines: Callable[..., Path], towns: dict[str, Town]) -> None:
    other = GOOD | {"id": "p2", "b": {"name": "Vélo Utile", "kind": "atelier-velo"}, "same": False}
    scores = evaluate_jsonl(lines(GOOD, other), towns).as_dict()
    assert scores["labelled"] == 2
    entities = scores["entities"]
    assert isinstance(entities, dict)
    assert (entities["f1"], entities["precision"]["value"]) == (1.0, 1.0)
    assert scores["rule"] == entities
    assert scores["b_cubed"] is None or scores["b_cubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def table(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def labels(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([PAIR_COLUMNS, *rows])
    return path


ROWS = (
    ("p1", "x", "CCAS de Feytiat", "14 rue Frédéric Legrand", "87220", "FEYTIAT", "", "0", "0"),
    ("p2", "y", "Centre Communal d'Action Sociale", "14 RUE FREDERIC LEGRAND", "87220", "", "", "", ""),
    ("p3", "y", "France services de Feytiat", "14 rue Frédéric Legrand", "87220", "Feytiat", "", "45.8", "1.3"),
)


def test_rows_without_a_commune_go_where_their_street_is(tmp_path: Path, gazetteer: Gazetteer) -> None:
    places = load_places(table(tmp_path, *ROWS), gazetteer)
    assert {mention.town_code for mention in places.mentions} == {"87065"}
    assert places.towns["87065"].name == "Feytiat"
    assert places.mentions[0].latitude is None


def test_pairs_of_the_table_are_scored_in_their_split(tmp_path: Path, gazetteer: Gazetteer) -> None:
    places = load_places(table(tmp_path, *ROWS), gazetteer)
    said = labels(tmp_path, ("p1", "p2", "true", "", "dev"), ("p1", "p3", "false", "", "held_out"))
    assert evaluate_places(places, said, "dev").entities.recall.hits == 1
    assert evaluate_places(places, said, "held_out").entities.precision.of == 0


BAD_LABELS = {
    "unknown record": (("p1", "p9", "true", "", "dev"), "column record_b: the table has no record 'p9'"),
    "neither": (("p1", "p2", "yes", "", "dev"), "column same: 'yes' is neither true nor false"),
    "split": (("p1", "p2", "true", "", "test"), "column split: 'test' is neither dev nor held_out"),
    "short": (("p1", "p2", "true"), "not as many cells"),
}


@pytest.mark.parametrize(("row", "says"), BAD_LABELS.values(), ids=BAD_LABELS)
def test_a_wrong_label_of_the_table_is_told(
    tmp_path: Path, gazetteer: Gazetteer, row: tuple[str, ...], says: str
) -> None:
    places = load_places(table(tmp_path, *ROWS), gazetteer)
    with pytest.raises(BadInput, match=f"labels.csv, line 2.*{says}"):
        load_place_pairs(labels(tmp_path, row), places, "dev")


def test_a_table_of_other_columns_is_refused(tmp_path: Path, gazetteer: Gazetteer) -> None:
    with pytest.raises(BadInput, match="the column record_id is missing"):
        load_places(labels(tmp_path), gazetteer)


def test_b_cubed_counts_every_member_the_same() -> None:
    known = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert b_cubed([["a", "b"], ["c", "d"]], known) == (1.0, 1.0, 1.0)
    assert b_cubed([["a", "b", "c", "d"]], known) == pytest.approx((0.5, 1.0, 2 / 3))
    assert b_cubed([["a"], ["b"], ["c"], ["d"], ["x"]], known) == pytest.approx((1.0, 0.5, 2 / 3))
    assert b_cubed([["x"]], known) == (0.0, 0.0, 0.0)


def test_the_plain_rule_wants_like_names_and_addresses_that_do_not_differ() -> None:
    one = blank_mention("a", "56121", "x", "MJC de Lorient")
    other = blank_mention("b", "56121", "x", "Lorient MJC")
    assert rule_says_same(one, other)
    assert rule_says_same(replace(one, street="2 rue du Port"), other)
    assert not rule_says_same(replace(one, street="2 rue du Port"), replace(other, street="9 place de la Gare"))
    assert not rule_says_same(one, replace(other, town_code="47001"))
