"""Makes a World of the rows of a catalogue: a small ordinary site each, and a place in the map and the directory."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.sandbox.world import (
    DirectoryElement,
    ListEntry,
    MapElement,
    Site,
    Thing,
    WebPage,
    World,
    WorldTown,
)

_TEMPLATES = ("wordpress", "one-page", "tables")
# "Marseille 11", "Lyon 3e Arrondissement", "Lorient Cedex 2": the commune is what stands before
_AFTER_TOWN = re.compile(r"\s+(\d+\s*(e|er|eme|ème)?(\s+arrondissement)?|cedex(\s+\d+)?)$", re.IGNORECASE)
# (word of a folded kind or name, id of the kind, tags a mapper would give it)
_KINDS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("fab ?lab", "fablab", {"leisure": "hackerspace"}),
    ("(hacker|maker)space", "makerspace", {"leisure": "hackerspace"}),
    ("co ?working", "coworking", {"amenity": "coworking_space"}),
    ("repair cafe", "repair-cafe", {"repair": "assisted_self_service"}),
    ("ressourcerie|recyclerie", "ressourcerie", {"shop": "second_hand"}),
    ("amap", "amap", {}),
    ("jardins? partage", "jardin-partage", {"leisure": "garden", "garden:type": "community"}),
    ("accorderie", "accorderie", {}),
    ("tiers lieu", "tiers-lieu", {}),
    ("mjc", "mjc", {"amenity": "community_centre"}),
)
_ANY_KIND = re.compile("|".join(pattern for pattern, _, _ in _KINDS))


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One initiative of the file, as far as the file tells."""

    name: str
    town: str
    address: str
    postal_code: str
    description: str
    site: str
    kind: str
    tags: str
    country: str
    latitude: float | None
    longitude: float | None


class _Communes:
    """Codes of the French communes by folded name, told apart by postal code."""

    def __init__(self) -> None:
        self._codes: dict[str, list[tuple[str, str]]] = {}
        with gzip.open(bundled_dir("data") / "communes.csv.gz", "rt", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if not row["parent"]:
                    self._codes.setdefault(fold(row["name"]), []).append((row["code"], row["postal_codes"]))
        with (bundled_dir("data") / "towns.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["country"] != "FR":
                    self._codes.setdefault(fold(row["name"]), []).append((row["code"], row["postal_codes"]))

    def code(self, town: str, postal_code: str) -> str:
        """Empty where the name is unknown, or stands for several and the postal code does not decide."""
        known = self._codes.get(fold(town), [])
        if len(known) == 1:
            return known[0][0]
        matching = [code for code, postal_codes in known if postal_code and postal_code in postal_codes]
        return matching[0] if len(matching) == 1 else ""


@cache
def _communes() -> _Communes:
    return _Communes()


def _kind(row: CatalogueRow) -> tuple[str, Mapping[str, str]]:
    words = f"{fold(row.kind)} {fold(row.name)}"
    if not _ANY_KIND.search(words):
        return "", {}
    for pattern, kind, tags in _KINDS:
        if re.search(pattern, words):
            return kind, tags
    return "", {}


def _thing(number: int, row: CatalogueRow, communes: _Communes) -> Thing:
    town = _AFTER_TOWN.sub("", row.town.strip())
    code = communes.code(town, row.postal_code) if town else ""
    return Thing(
        id=f"row-{number}",
        name=row.name,
        town_code=code or slugify(town),
        kind=_kind(row)[0],
        street=row.address,
        postal_code=row.postal_code,
        city=town,
        country=row.country,
        latitude=row.latitude,
        longitude=row.longitude,
        site=row.site or f"http://{slugify(row.name)[:50].strip('-') or 'initiative'}-{number}.example/",
    )


def _address(thing: Thing) -> str:
    return ", ".join(filter(None, (thing.street, f"{thing.postal_code} {thing.city}".strip())))


def _words(row: CatalogueRow) -> str:
    """The row's own text in paragraphs; nothing is invented but the order. Marks of our markup lose their meaning."""
    about = " – ".join(filter(None, (row.kind, row.tags)))
    return "\n\n".join(filter(None, (re.sub(r"[|\[\]]", " ", row.description), re.sub(r"[|\[\]]", " ", about))))


def _pages(members: list[tuple[Thing, CatalogueRow]], path: str, with_contact: bool) -> list[WebPage]:
    """The page at one address; where several rows share it, a list of them."""
    thing, row = members[0]
    if len(members) > 1:
        entries = tuple(
            ListEntry(name=one.name, text=" ".join(_words(words).split()), address=_address(one), of=one.id)
            for one, words in members
        )
        return [WebPage(path=path, title=f"{thing.name} – nos adresses", entries=entries)]
    if with_contact:
        contact = WebPage(
            path="/contact",
            title=f"Contact – {thing.name}",
            label="Contact",
            shows=(thing.id,),
            text=f"{thing.name} – {row.kind}\n\n{_address(thing)}",
        )
        return [WebPage(path=path, title=thing.name, label="Accueil", shows=(thing.id,), text=_words(row)), contact]
    text = "\n\n".join(filter(None, (_words(row), _address(thing))))
    return [WebPage(path=path, title=f"{thing.name} {thing.city}".strip(), h1=thing.name, shows=(thing.id,), text=text)]


def _site(host: str, members: list[tuple[Thing, CatalogueRow]]) -> Site:
    by_path: dict[str, list[tuple[Thing, CatalogueRow]]] = {}
    for thing, row in members:
        parts = urlsplit(thing.site)
        by_path.setdefault(parts.path + (f"?{parts.query}" if parts.query else ""), []).append((thing, row))
    mark = zlib.crc32(host.encode())
    alone = len(members) == 1
    with_contact = alone and mark % 3 == 0 and "/contact" not in by_path
    pages = [page for path, sharing in by_path.items() for page in _pages(sharing, path, with_contact)]
    if "/" not in by_path:
        pages.insert(0, WebPage(path="/", title=host, text=host, indexed=False))
    return Site(
        host=host,
        name=members[0][0].name if alone else host.removeprefix("www."),
        template=_TEMPLATES[mark // 3 % len(_TEMPLATES)],
        footer=_address(members[0][0]) if alone and not with_contact else "",
        pages=tuple(pages),
    )


def _map_element(thing: Thing, row: CatalogueRow) -> MapElement:
    tags = {
        "name": thing.name,
        **(_kind(row)[1] or {"office": "association"}),
        "website": thing.site if row.site else "",
        "addr:street": thing.street,
        "addr:postcode": thing.postal_code,
        "addr:city": thing.city,
    }
    return MapElement(
        type="node",
        id=2_000_000_000 + int(thing.id.removeprefix("row-")),
        latitude=thing.latitude or 0,
        longitude=thing.longitude or 0,
        tags={key: value for key, value in tags.items() if value},
        commune=thing.town_code,
        commune_name=thing.city,
        of=thing.id,
    )


def _directory_element(thing: Thing, row: CatalogueRow) -> DirectoryElement:
    return DirectoryElement(
        id=thing.id,
        name=thing.name,
        latitude=thing.latitude or 0,
        longitude=thing.longitude or 0,
        street=thing.street,
        postal_code=thing.postal_code,
        city=thing.city,
        country=thing.country,
        website=thing.site if row.site else "",
        abstract=row.description,
        categories=tuple(part.strip() for part in row.kind.split(",") if part.strip()),
        source_key="Catalogue",
        of=thing.id,
    )


def _towns(things: Iterable[Thing]) -> tuple[WorldTown, ...]:
    """One per town code, under the spelling met first; others are further names of its boundary."""
    names: dict[str, list[Thing]] = {}
    for thing in things:
        if thing.town_code:
            names.setdefault(thing.town_code, []).append(thing)
    return tuple(
        WorldTown(
            code=code,
            name=members[0].city,
            country=members[0].country,
            language="fr",
            department="",
            postal_code=members[0].postal_code,
            latitude=members[0].latitude or 0,
            longitude=members[0].longitude or 0,
            areas=tuple(sorted({member.city for member in members} - {members[0].city})),
        )
        for code, members in names.items()
    )


def world_of_rows(rows: Iterable[CatalogueRow], title: str) -> World:
    """Everything in the file as a web: sites by host, map and directory where there are coordinates."""
    communes = _communes()
    members = [(_thing(number, row, communes), row) for number, row in enumerate(rows, start=1)]
    by_host: dict[str, list[tuple[Thing, CatalogueRow]]] = {}
    for thing, row in members:
        by_host.setdefault(urlsplit(thing.site).hostname or "", []).append((thing, row))
    placed = [(thing, row) for thing, row in members if thing.latitude is not None and thing.longitude is not None]
    things = tuple(thing for thing, _ in members)
    return World(
        towns=_towns(things),
        things=things,
        sites={host: _site(host, sharing) for host, sharing in by_host.items()},
        map_elements=tuple(_map_element(thing, row) for thing, row in placed),
        directory=tuple(_directory_element(thing, row) for thing, row in placed),
        title=title,
    )
