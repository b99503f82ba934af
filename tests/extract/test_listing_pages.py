"""Pages that list several initiatives, and pages that only look so."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import Entry

PAGES = Path(__file__).parent / "pages"


def entries(body: str, url: str = "https://www.ville.example/annuaire") -> tuple[Entry, ...]:
    return read_page(url, f"<html lang=fr><body><main><h1>Page</h1>{body}</main></body></html>").entries


def names(body: str) -> list[str]:
    return [entry.name for entry in entries(body)]


def test_a_town_halls_directory_gives_each_of_its_associations() -> None:
    facts = read_page("https://www.ville-valmer.example/associations", (PAGES / "town_hall_directory.html").read_text())
    assert [entry.name for entry in facts.entries] == [
        "Repair Café de Valmer",
        "L'Atelier Vélo",
        "La Recyclerie du Golfe",
        "Les Jardins du Loch",
        "AMAP du Menhir",
    ]
    repair, velo, recyclerie, jardins, amap = facts.entries
    assert repair.url == "https://repaircafe-valmer.example/"
    assert repair.phone == "+33297112233"
    assert repair.address is not None
    assert (repair.address.street, repair.address.postal_code, repair.address.city) == (
        "3 rue du Port",
        "56999",
        "Valmer",
    )
    assert velo.address is not None
    assert velo.address.street == "14 bis avenue de la Gare"
    assert velo.email == "contact@atelier-velo.example"
    assert recyclerie.url == "http://recyclerie-golfe.example/"
    assert jardins.address is not None
    assert "Jardin partagé" in jardins.text
    assert amap.url == "https://amap-menhir.wordpress.com/"
    assert amap.email == "amap.menhir@gmail.com"


NAMES = ("Alpha", "Beta", "Gamma")


def repeat(template: str, names: Iterable[str] = NAMES) -> str:
    """The template once for each name, `{n}` the name and `{i}` its number."""
    return "".join(template.format(n=name, i=number) for number, name in enumerate(names, 1))


def numbered(template: str, last: int) -> str:
    return repeat(template, map(str, range(1, last + 1)))


LISTS = {
    "list-with-bold-names": "<ul>"
    + repeat("<li><strong>{n}</strong> : atelier ouvert à tous, {i} rue du Port, 56100 Lorient</li>")
    + "</ul>",
    "articles": repeat(
        "<article class=card><h2>{n}</h2><p>Pour réparer ensemble.</p>"
        "<a href='https://{n}.fr/'>Voir le site</a></article>"
    ),
    "table": "<table><tr><th>Nom</th><th>Adresse</th></tr>"
    + repeat("<tr><td>{n}</td><td>{i} rue du Port, 56100 Lorient</td></tr>")
    + "</table>",
    "headings-and-paragraphs": repeat(
        "<h3>{n}</h3><p>Un jardin partagé du quartier.</p><p>{i} rue du Port, 56100 Lorient</p>"
    ),
    "definitions": "<dl>" + repeat("<dt>{n}</dt><dd>Café associatif, {i} place du Port</dd>") + "</dl>",
    "paragraphs-with-bold-names": repeat("<p><b>{n}</b><br>{i} rue du Port<br>56100 Lorient</p>"),
    "wrapped-cards": repeat(
        "<div class=col><div class=card><div class=body><h4>{n}</h4><p>Un lieu ouvert.</p>"
        "<a href='https://www.facebook.com/{n}56/'>Page</a><p>{i} rue du Port</p></div></div></div>"
    ),
    "links-that-are-the-page": "<ul>"
    + repeat("<li><a href='https://{n}.fr/'>{n} des quartiers</a></li>", (*NAMES, "Delta", "Eta"))
    + "</ul>",
}


@pytest.mark.parametrize("body", LISTS.values(), ids=LISTS.keys())
def test_a_listing_is_cut_into_its_items(body: str) -> None:
    found = entries(body)
    assert len(found) >= 3
    assert len({entry.name for entry in found}) == len(found)
    assert all(entry.address or entry.url for entry in found)


def test_a_dutch_listing_is_cut_too() -> None:
    body = repeat("<li><h3>{n}</h3><p>Buurttuin</p><p>Kerkbrink {i}, 1211 BX Hilversum</p></li>")
    found = entries(f"<ul>{body}</ul>", "https://www.buurt.nl/tuinen")
    assert [(entry.name, entry.address and entry.address.street) for entry in found] == [
        ("Alpha", "Kerkbrink 1"),
        ("Beta", "Kerkbrink 2"),
        ("Gamma", "Kerkbrink 3"),
    ]


PROSE = (
    "<p>"
    + "Nous réparons, cultivons et partageons dans un lieu ouvert à tous les habitants du quartier. " * 12
    + "</p>"
)
NOT_LISTS = {
    "sections-of-an-own-site": repeat(
        "<h3>{n}</h3><p>Chaque semaine, un moment pour apprendre ensemble, sans inscription.</p>",
        ("Couture", "Bois", "Vélo", "Son"),
    ),
    "practical-sections": "<h3>Nous trouver</h3><p>3 rue du Port, 56100 Lorient</p><h3>Horaires</h3><p>Le samedi.</p>"
    "<h3>Contact</h3><p>02 97 12 34 56</p><h3>Nos partenaires</h3><p><a href='https://relais.fr'>Le Relais</a></p>",
    "blog-index": numbered(
        "<article><h2>Article numéro {n}</h2><p>Un résumé.</p><a href='/a/{i}'>Lire la suite</a></article>", 9
    ),
    "agenda": numbered(
        "<article><h2>Repair café {n}</h2><p>Samedi {n} mars 2024</p><p>{n} rue du Port, 56100 Lorient</p></article>",
        8,
    ),
    "partners": "<h2>Nos partenaires</h2><ul>"
    + repeat("<li><a href='https://{n}.fr'>{n}</a></li>", (*NAMES, "Delta"))
    + "</ul>",
    "team": repeat(
        "<div class=m><h3>{n} Exemple</h3><p>Trésorerie</p><a href='mailto:{n}.exemple@gmail.com'>Écrire</a></div>",
        ("Jean", "Zoé", "Max"),
    ),
    "menu": "<div class='menu'><ul>" + repeat("<li><a href='https://{n}.fr'>{n} de la ville</a></li>") + "</ul></div>",
    "footer": "<footer><ul>" + repeat("<li><b>{n}</b>, {i} rue du Port, 56100 Lorient</li>") + "</ul></footer>",
    "tags": "<p class=tags>" + repeat("<a href='/tag/{n}'>{n}</a> ") + "</p>",
    "social-buttons": "<ul><li><a href='https://facebook.com/x1'>Facebook</a></li>"
    "<li><a href='https://instagram.com/x1'>Instagram</a></li><li><a href='https://x.com/x1'>Twitter</a></li></ul>",
    "one-address-many-times": repeat(
        "<div class=s><h3>Atelier {n}</h3><p>Au 3 rue du Port, 56100 Lorient</p></div>",
        ("Bois", "Fer", "Laine", "Papier"),
    ),
}


@pytest.mark.parametrize("body", NOT_LISTS.values(), ids=NOT_LISTS.keys())
def test_what_only_looks_like_a_listing_stays_whole(body: str) -> None:
    assert names(PROSE + body) == []


def test_entries_keep_no_persons_mailbox() -> None:
    body = repeat(
        "<li><h3>Jardin {n}</h3> {i} rue du Port, 56100 Lorient <a href='mailto:jean.{n}@gmail.com'>Jean</a></li>"
    )
    assert [entry.email for entry in entries(f"<ul>{body}</ul>")] == ["", "", ""]


def test_an_internal_link_is_not_an_entrys_site() -> None:
    body = repeat("<li><h3>Jardin {n}</h3> {i} rue du Port, 56100 Lorient <a href='/fiche/{i}'>La fiche</a></li>")
    assert [entry.url for entry in entries(f"<ul>{body}</ul>")] == ["", "", ""]
