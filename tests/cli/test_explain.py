"""`explain` and `evaluate`: what the program thinks of a page, for people and for programs."""

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Crawled, Program

PAGE = """<!doctype html><html lang="fr"><head><title>Le Fab des Rives - fablab associatif à Lorient</title></head>
<body><main><h1>Le Fab des Rives</h1><p>Le Fab des Rives est un fablab associatif. Chaque samedi, l'association ouvre
son atelier de fabrication numérique aux habitants de Lorient.</p></main><footer>Le Fab des Rives, 12 rue du Port, 56100
Lorient</footer></body></html>"""
FIELDS = {
    "url", "place", "place_name", "initiative_here", "page_kind", "name", "kind", "practice", "actor", "stage",
    "reasons", "names",
}  # fmt: skip
LINES = [
    {"url": "https://fab.example/", "title": "Le Fab des Rives", "snippet": "", "html": PAGE, "town": "Lorient",
     "keyword": "fablab"},
    {"url": "https://fab.example/", "title": "Le Fab des Rives", "snippet": "", "html": PAGE, "town": "Gap"},
    {"url": "https://ailleurs.example/", "title": "Coworking à Quimper", "snippet": "Un espace de coworking à Quimper",
     "town": "56121", "keyword": "coworking"},
    {"url": "https://mots.example/", "title": "Le Fab", "text": "Le Fab est un fablab à Lorient.\\nVenez !",
     "town": "lorient"},
]  # fmt: skip


def test_a_saved_page_is_explained_as_a_person_would_say_it(program: "Program") -> None:
    (program.folder / "page.html").write_text(PAGE)
    ended = program.run("explain", "https://fab.example/", "--file", "page.html", "--city", "Lorient")
    assert ended.code == 0, ended.err
    assert "own-site page about Le Fab des Rives (fablab, produire)" in ended.out
    assert "in Lorient, the town asked about" in ended.out
    assert "56100" in ended.out


def test_a_list_is_about_several_and_not_about_nobody(crawled: "Crawled") -> None:
    url = "http://www.ville-lorient.example/vie-associative/initiatives-solidaires.html"
    ended = crawled.program.run("explain", url, "--city", "Lorient", "--db", "here.db")
    assert "directory page about several initiatives (the likeliest: " in ended.out
    assert "initiatives of the town, here and now" in ended.out


def test_lines_of_pages_come_out_line_by_line_in_their_order(program: "Program") -> None:
    (program.folder / "pages.jsonl").write_text("\n".join(map(json.dumps, LINES)))
    ended = program.run("explain", "--jsonl", "pages.jsonl", "--json")
    assert ended.code == 0, ended.err
    told = [json.loads(line) for line in ended.out.splitlines()]
    assert [one["url"] for one in told] == [str(line["url"]) for line in LINES]
    assert all(set(one) == FIELDS for one in told)
    assert [one["place"] for one in told] == ["in_town", "elsewhere", "elsewhere", "in_town"]
    assert told[0]["initiative_here"] > 0.5 > max(told[1]["initiative_here"], told[2]["initiative_here"])
    assert told[0]["reasons"]


def test_a_page_of_the_archive_and_the_pages_of_a_candidate(crawled: "Crawled") -> None:
    program = crawled.program
    ((id, url, town),) = program.rows(
        "SELECT e.initiative_id, m.found_in, m.town_code FROM evidence e JOIN mention m ON m.id = e.mention_id"
        " JOIN page p ON p.url = m.found_in WHERE p.status = 'ok' ORDER BY 1, 2 LIMIT 1"
    )
    by_url = program.run("explain", str(url), "--city", str(town), "--db", "here.db", "--json")
    assert by_url.code == 0, by_url.err
    assert json.loads(by_url.out)["url"] == url
    by_id = program.run("explain", str(id), "--db", "here.db", "--json")
    assert url in [json.loads(line)["url"] for line in by_id.out.splitlines()]


def test_a_candidate_says_what_it_belongs_together_with(crawled: "Crawled") -> None:
    ((id_a, name_a, id_b, name_b, how),) = crawled.program.rows(
        "SELECT id_a, name_a, id_b, name_b, how FROM related ORDER BY score DESC, id_a LIMIT 1"
    )
    for one, other in ((id_a, (name_b, how, id_b)), (id_b, (name_a, how, id_a))):
        told = crawled.program.run("explain", str(one), "--db", "here.db").out
        assert "related to {} ({}): {}".format(*other) in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain",), "give a URL or id with --city"),
        (("explain", "https://fab.example/"), "--city is missing"),
        (("explain", "https://fab.example/", "--city", "Lorient"), "there is no database"),
        (("explain", "--file", "nowhere.html", "--city", "Lorient"), "nowhere.html cannot be read"),
        (("explain", "--jsonl", "nowhere.jsonl"), "nowhere.jsonl cannot be read"),
        (("explain", "--file", "x", "--city", "Atlantis"), "Atlantis"),
        (("evaluate", "nowhere"), "nowhere holds no labelled pages"),
    ],
)
def test_bad_input_is_told(program: "Program", arguments: tuple[str, ...], told: str) -> None:
    ended = program.run(*arguments)
    assert ended.code == 2
    assert told in ended.err


def test_an_unknown_id_or_page_is_told(crawled: "Crawled") -> None:
    for what in (("0123abcd",), ("https://never.example/", "--city", "Lorient")):
        ended = crawled.program.run("explain", *what, "--db", "here.db")
        assert ended.code == 2


def test_evaluate_counts_what_is_right(program: "Program") -> None:
    label = {
        "place": "in_town", "place_name": "Lorient", "initiative_here": True, "page_kind": "own-site",
        "actor": "citizen", "name": "Le Fab des Rives", "kind": "fablab", "stage": "open",
    }  # fmt: skip
    wrong = label | {"place": "elsewhere", "name": "Un autre", "kind": "amap"}
    lines = [LINES[0] | {"id": "1", "label": label}, LINES[0] | {"id": "2", "label": wrong}]
    (program.folder / "fr-x.jsonl").write_text("\n".join(map(json.dumps, lines)))
    scores = json.loads(program.run("evaluate", "fr-x.jsonl", "--json").out)["fr-x"]
    assert scores["pages"] == 2
    assert [scores[name]["value"] for name in ("place", "name", "kind")] == [0.5, 0.5, 0.5]
    assert program.run("evaluate", "fr-x.jsonl", "--towns").code == 0
