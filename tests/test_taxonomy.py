"""What docs/taxonomy.md counts is what the words give today; and counting tells nothing of a single record."""

from pathlib import Path

import pytest
from benchmarks.actors_taxonomy import DOCUMENT, Actor, counts, read_actors, written

from sharitories_crawl.pipeline.tools import load_knowledge

ACTORS = Path(__file__).resolve().parents[2] / "shared" / "data" / "directories" / "limousin_actors_2018.json"


@pytest.mark.shared
@pytest.mark.skipif(not ACTORS.is_file(), reason="the list is not kept beside this checkout")
def test_the_counts_in_the_docs_are_today_s() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text, counts(read_actors(ACTORS, load_knowledge()))) == text


def test_records_are_counted_by_category_kind_and_tags(tmp_path: Path) -> None:
    rows = [
        ("AMAP de Kermadec", "Paniers chaque mardi", "amap", '["nourriture"]'),
        ("Chez Marthe", "Confitures", "jardin partagé", '["nourriture"]'),
        ("La Bricole", "On répare ensemble, repair café", "", '["0dechet"]'),
        ("Chorale", "Chanter", "musique", '["culture"]'),
    ]
    objects = ", ".join(
        f'{{"name": "{name}", "description": "{said}", "tags": "{tags}", "category": {category}}}'
        for name, said, tags, category in rows
    )
    path = tmp_path / "actors.json"
    path.write_text(f"[{objects}]", encoding="utf-8")
    actors = read_actors(path, load_knowledge())
    assert [(actor.kind, actor.by_its_words, actor.by_its_tags) for actor in actors] == [
        ("amap", "amap", "amap"),
        ("jardin-partage", "autre", "jardin-partage"),
        ("repair-cafe", "repair-cafe", ""),
        ("autre", "autre", ""),
    ]
    told = counts(actors)
    assert "4 records; 3 get a kind (3 kinds), 1 are `autre`" in told
    assert "The tags of 2 records name one kind. Name and description alone give the same for 1, none for 1" in told
    assert not [name for name, *_ in rows if name in told]


def test_a_category_that_few_share_is_not_told() -> None:
    actors = [Actor("(words of their own)", "amap", "consommer", "amap", "", True)]
    assert "| (words of their own) | amap 1 |" in counts(actors)
