"""The fictional world is whole: everything true is written down somewhere, and nothing points outside."""

import re
import tomllib
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.errors import BadInput
from sharitories_crawl.sandbox.faults import FAULTS
from sharitories_crawl.sandbox.pages import plain_text, render, to_html
from sharitories_crawl.sandbox.search_engine import SearchEngine
from sharitories_crawl.sandbox.templates import TEMPLATES
from sharitories_crawl.sandbox.world_files import load_world, read_world

WORLD = load_world()
PAGES = [(site, page) for site in WORLD.sites.values() for page in site.pages]
# numbers that ARCEP keeps for fiction
FICTIONAL_PHONE = re.compile(r"0(1 ?99 ?00|2 ?61 ?91|3 ?53 ?01|4 ?65 ?71|5 ?36 ?49|6 ?39 ?98)")
FRENCH_PHONE = re.compile(r"\b0[1-9](?:[ .]\d\d){4}\b")


def test_lorient_has_at_least_45_initiatives_of_30_kinds() -> None:
    initiatives = WORLD.initiatives("56121")
    assert len(initiatives) >= 45
    assert len({thing.kind for thing in initiatives}) >= 30


@pytest.mark.parametrize("town", WORLD.towns, ids=lambda town: town.name)
def test_every_town_has_initiatives_and_traps(town: object) -> None:
    code = str(getattr(town, "code", ""))
    assert len(WORLD.initiatives(code)) >= 4
    assert len(WORLD.not_kept(code)) >= 3


def test_every_thing_is_evidenced_and_every_evidence_is_of_a_thing() -> None:
    known = {thing.id for thing in WORLD.things}
    assert len(known) == len(WORLD.things)
    assert known == set(WORLD.evidence)


def test_every_kind_is_declared() -> None:
    kinds = bundled_dir("queries") / "kinds.toml"
    if not kinds.exists():
        pytest.skip("queries/kinds.toml is not there yet")
    declared = set(tomllib.loads(kinds.read_text(encoding="utf-8"))["kinds"])
    assert {kind for thing in WORLD.things for kind in (thing.kind, *thing.kinds) if kind} <= declared


def test_every_page_renders_with_its_title_and_all_its_words() -> None:
    for site, page in PAGES:
        html = render(WORLD, site, page)
        tree = LexborHTMLParser(html)
        assert "<!-- fictional" in html, site.host
        if site.template != "broken":
            assert tree.css("title")[0].text() == page.title
        text = " ".join((tree.body.text(separator=" ") if tree.body else "").split())
        for entry in page.entries:
            assert " ".join(entry.name.split()) in text, (site.host, entry.name)


def test_hosts_templates_and_faults_are_known() -> None:
    for site, page in PAGES:
        assert site.host.endswith(".example")
        assert site.template in TEMPLATES
        assert {page.fault, site.fault} - {""} <= set(FAULTS)


def test_links_lead_to_the_world_or_to_accounts_plainly_fictional() -> None:
    for site, page in PAGES:
        texts = (page.text, *(entry.url for entry in page.entries), page.location, *site.socials)
        for target in re.findall(r"\]\(([^)\s]+)\)", page.text) + [text for text in texts[1:] if text]:
            url = urljoin(site.url_of(page), target)
            if url.startswith("mailto:"):
                assert url.endswith(".example")
            elif "fictif" not in url:
                assert urlsplit(url).hostname in WORLD.sites, url
                assert WORLD.page_for(url), url


def test_telephone_numbers_are_of_the_fictional_ranges() -> None:
    said = " ".join(plain_text(site, page) for site, page in PAGES)
    numbers = FRENCH_PHONE.findall(said) + [thing.phone for thing in WORLD.things if thing.phone]
    assert numbers
    assert [number for number in numbers if not FICTIONAL_PHONE.match(number.replace(".", " "))] == []


def test_private_contacts_stand_on_pages_and_in_no_record() -> None:
    said = " ".join(plain_text(site, page) for site, page in PAGES)
    assert len(WORLD.private_contacts) >= 10
    assert [contact for contact in WORLD.private_contacts if contact not in said] == []
    assert not set(WORLD.private_contacts) & {text for thing in WORLD.things for text in (thing.email, thing.phone)}


def test_every_initiative_can_be_reached_through_a_directory_the_search_or_a_partner() -> None:
    engine = SearchEngine.of_world(WORLD)
    unreachable = []
    for thing in WORLD.things:
        evidence = WORLD.evidence[thing.id]
        if any(not place.startswith("http") for place in evidence) or not thing.is_initiative:
            continue
        found = {hit.url for page in (1, 2) for hit in engine.search(f"{thing.name} {thing.city}", page)}
        named = thing.site and any(f"]({thing.site})" in page.text for _, page in PAGES if page.indexed)
        if not (found & set(evidence) or named):
            unreachable.append(thing.id)
    assert unreachable == []


def test_evidence_is_of_every_sort() -> None:
    """Some initiatives of Lorient live on a site of their own, some only in a directory, a list, a press article."""
    only: dict[str, int] = {}
    for thing in WORLD.initiatives("56121"):
        places = WORLD.evidence[thing.id]
        sorts = {urlsplit(place).hostname or place.split(":")[0] for place in places}
        if len(sorts) == 1:
            only[next(iter(sorts))] = only.get(next(iter(sorts)), 0) + 1
    assert only["overpass"] >= 1
    assert only["transiscope"] >= 2
    assert only["www.ouest-matin.example"] >= 3
    assert only["www.ville-lorient.example"] >= 2
    assert sum(count for host, count in only.items() if host.endswith("blogs-gratuits.example")) >= 4


def test_the_town_hall_lists_thirty() -> None:
    found = WORLD.page_for("http://www.ville-lorient.example/vie-associative/initiatives-solidaires.html")
    assert found
    assert sum(not entry.of.startswith("lorient-x-") for entry in found[1].entries) >= 30


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("un\ndeux", "<p>un<br>\ndeux</p>"),
        ("## Titre\nsuite", "<h2>Titre</h2><p>suite</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("voir [ici](/x?a=1)", '<p>voir <a href="/x?a=1">ici</a></p>'),
        ("1 < 2", "<p>1 &lt; 2</p>"),
        ("| a | b |", "<table><tr><td>a</td><td>b</td></tr></table>"),
    ],
    ids=["lines", "heading", "list", "link", "escaped", "table"],
)
def test_markup_becomes_html(text: str, html: str) -> None:
    assert str(to_html(text)) == html


TOWN = '[town]\ncode = "1"\nname = "Ville"\npostal_code = "00000"\n'


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[town\n", "line 1"),
        (TOWN + '[[initiative]]\nid = "a"\nname = "A"\n', "[initiative a]: kind is missing"),
        (TOWN + '[[initiative]]\nid = "a"\nname = "A"\nkind = "sel"\ncolour = "red"\n', "unknown key colour"),
        ('[[site]]\nhost = "a.example"\nname = 3\n', "name must be str"),
        ('[[site]]\nhost = "a.example"\nname = "A"\n' * 2, "a.example is already"),
    ],
    ids=["syntax", "missing", "unknown", "type", "same-host-twice"],
)
def test_a_mistake_in_a_world_file_is_told_with_its_place(tmp_path: Path, toml: str, said: str) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_world([path])
    assert "faulty.toml" in str(caught.value)
    assert said in str(caught.value)
