"""Labelled pages are read field by field; a mistake is told with its file and line."""

import json
from pathlib import Path
from typing import Any

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.errors import BadInput
from sharitories_crawl.evaluation.labels import load_pages, load_texts
from sharitories_crawl.geo.towns import Towns, load_towns

LABELLED = Path(__file__).parents[1] / "labelled" / "pages"
GOOD: dict[str, Any] = {
    "id": "fr-x-1", "url": "https://fab.example/", "title": "Le Fab", "snippet": "", "text": "Un fablab.",
    "town": "56121", "keyword": "fablab",
    "label": {"place": "in_town", "place_name": "Lorient", "initiative_here": True, "page_kind": "own-site",
              "name": "Le Fab", "kind": "fablab", "actor": "citizen", "stage": "open"},
}  # fmt: skip


def written(folder: Path, *lines: object) -> Path:
    path = folder / "fr-x.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_a_good_line_comes_out_as_it_is(tmp_path: Path) -> None:
    (labelled,) = load_pages(written(tmp_path, GOOD, ""))
    assert (labelled.page.url, labelled.page.html, labelled.label.name) == ("https://fab.example/", "", "Le Fab")
    assert (labelled.language, labelled.homonym) == ("fr", False)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2 is no JSON"),
        ("[]", "line 2 is no JSON object"),
        (GOOD | {"url": 3}, "line 2: url must be text"),
        (GOOD | {"town": ""}, "line 2: url and town must be given"),
        (GOOD | {"label": None}, "line 2: label must be an object"),
        (GOOD | {"label": GOOD["label"] | {"place": "here"}}, "place is 'here'; it must be one of in_town"),
        (GOOD | {"label": GOOD["label"] | {"initiative_here": "yes"}}, "initiative_here must be true or false"),
        (GOOD | {"label": GOOD["label"] | {"stage": "soon"}}, "stage is 'soon'"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: object, told: str) -> None:
    with pytest.raises(BadInput, match=r"fr-x\.jsonl") as caught:
        load_pages(written(tmp_path, GOOD, line))
    assert told in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "fr-x.jsonl").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "fr-x.jsonl", tmp_path / "nowhere.jsonl", tmp_path / "empty"):
        if path.name == "empty":
            path.mkdir()
        with pytest.raises(BadInput, match=path.name):
            load_texts(path) if path.suffix else load_pages(path)


def test_the_project_s_own_labels_are_whole_and_name_known_towns_and_kinds() -> None:
    towns = Towns(load_towns(bundled_dir("data") / "towns.csv"))
    kinds = {kind.id for kind in load_catalogue(bundled_dir("queries")).kinds} | {""}
    splits = {split: load_pages(LABELLED / split) for split in ("dev", "held_out")}
    every = [labelled for pages in splits.values() for labelled in pages]
    assert len(every) >= 400
    assert {labelled.language for labelled in every} == {"fr", "nl", "pt", "sv"}
    assert len({labelled.page.id for labelled in every}) == len({labelled.page.url for labelled in every}) == len(every)
    assert {labelled.label.kind for labelled in every} <= kinds
    assert all(towns.find(labelled.page.town) for labelled in every)
    assert kinds - {labelled.label.kind for labelled in every} == set()
