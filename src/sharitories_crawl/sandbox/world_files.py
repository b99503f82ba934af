"""Reads the TOML files of world/ into one World; a mistake in them names file, table and key."""

import tomllib
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.sandbox.toml_tables import Table
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

WORLD_DIR = Path(__file__).resolve().parent / "world"


class _Reading:
    """What one file gives; the ids of map records are derived from the things' ids, so they never move."""

    def __init__(self, path: Path) -> None:
        try:
            self.root = Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"{path}: {error}. Mend the TOML syntax there.") from error
        self.towns: list[WorldTown] = []
        self.things: list[Thing] = []
        self.sites: list[Site] = []
        self.map_elements: list[MapElement] = []
        self.directory: list[DirectoryElement] = []
        self.root.text("label")
        town = self.root.table("town")
        self.town = self._town(town) if self.root.has("town") else None
        self.places = dict(self._places())
        for key in ("initiative", "not_kept"):
            for table in self.root.tables(key):
                self._thing(table, is_initiative=key == "initiative")
        for table in self.root.tables("site"):
            self.sites.append(_site(table))
        self.private_contacts = self.root.texts("private_contacts")
        self.root.close()

    def _town(self, table: Table) -> WorldTown:
        town = WorldTown(
            code=table.required("code"),
            name=table.required("name"),
            country=table.text("country", "FR"),
            language=table.text("language", "fr"),
            department=table.text("department"),
            postal_code=table.required("postal_code"),
            latitude=table.number("latitude", 0),
            longitude=table.number("longitude", 0),
            areas=table.texts("areas"),
        )
        table.close()
        self.towns.append(town)
        return town

    def _places(self) -> Iterator[tuple[str, tuple[str, str, float, float]]]:
        if self.town:
            town = self.town
            yield town.name, (town.code, town.postal_code, town.latitude, town.longitude)
        for name, table in self.root.table("places").children():
            place = (table.required("code"), table.required("postal_code"))
            yield name, (*place, table.number("latitude", 0), table.number("longitude", 0))
            table.close()

    def _thing(self, table: Table, is_initiative: bool) -> None:
        assert self.town is not None, f"{table.place}: a file with things needs a [town]"
        city = table.text("city", self.town.name)
        code, postal_code, latitude, longitude = self.places.get(city, ("", "", 0.0, 0.0))
        thing_id = table.required("id")
        thing = Thing(
            id=thing_id,
            name=table.required("name"),
            town_code=self.town.code,
            also=table.texts("also"),
            kind=table.required("kind") if is_initiative else table.text("kind"),
            kinds=table.texts("kinds"),
            street=table.text("street"),
            postal_code=table.text("postal_code", postal_code),
            city=city,
            country=table.text("country", self.town.country),
            latitude=table.number("latitude", round(latitude + _spread(thing_id, "n"), 5)),
            longitude=table.number("longitude", round(longitude + _spread(thing_id, "e"), 5)),
            phone=table.text("phone"),
            email=table.text("email"),
            site=table.text("site"),
            old_sites=table.texts("old_sites"),
            reason="" if is_initiative else table.required("reason"),
            why=table.text("why"),
        )
        self.things.append(thing)
        if table.has("osm"):
            self.map_elements.append(_map_element(thing, table.mapping("osm"), code))
        if table.has("gogo"):
            self.directory.append(_directory_element(thing, table.mapping("gogo")))
        table.close()


def _spread(thing_id: str, axis: str) -> float:
    """Up to about 600 m from the town's centre, always the same for the same thing."""
    return (zlib.crc32(f"{thing_id}/{axis}".encode()) % 1200 - 600) / 100_000


def _map_element(thing: Thing, tags: dict[str, str], commune: str) -> MapElement:
    kind = tags.pop("type", "node")
    if tags.pop("addr", "yes") == "yes" and thing.street:
        number, _, street = thing.street.partition(" ")
        if number[:1].isdigit():
            tags |= {"addr:housenumber": number, "addr:street": street}
        tags |= {"addr:postcode": thing.postal_code, "addr:city": thing.city}
    tags = {"name": thing.name, **tags}
    return MapElement(
        type=kind,
        id=1_000_000_000 + zlib.crc32(thing.id.encode()),
        latitude=thing.latitude or 0,
        longitude=thing.longitude or 0,
        tags={key: value for key, value in tags.items() if value},
        commune=commune,
        commune_name=thing.city,
        of=thing.id,
    )


def _directory_element(thing: Thing, words: dict[str, str]) -> DirectoryElement:
    return DirectoryElement(
        id=f"{zlib.crc32(thing.id.encode()):x}"[-5:],
        name=words.get("name", thing.name),
        latitude=thing.latitude or 0,
        longitude=thing.longitude or 0,
        street=words.get("street", thing.street),
        postal_code=words.get("postal_code", thing.postal_code),
        city=words.get("city", thing.city),
        country=thing.country,
        website=words.get("website", thing.site),
        abstract=words.get("abstract", ""),
        categories=tuple(filter(None, words.get("categories", "").split(";"))),
        source_key=words.get("source", "Transiscope"),
        of=thing.id,
    )


def _site(table: Table) -> Site:
    site = Site(
        host=table.required("host"),
        name=table.required("name"),
        template=table.text("template", "wordpress"),
        language=table.text("language", "fr"),
        tagline=table.text("tagline"),
        footer=table.text("footer"),
        places=table.texts("places"),
        structured=table.text("structured"),
        about=table.text("about"),
        fault=table.text("fault"),
        robots=table.text("robots"),
        socials=table.texts("socials"),
        pages=tuple(_page(page) for page in table.tables("page")),
    )
    table.close()
    return site


def _page(table: Table) -> WebPage:
    page = WebPage(
        path=table.text("path", "/"),
        title=table.required("title"),
        text=table.text("text"),
        h1=table.text("h1"),
        label=table.text("label"),
        date=table.text("date"),
        shows=table.texts("shows"),
        entries=tuple(_entry(entry) for entry in table.tables("entry")),
        list_style=table.text("list_style", "cards"),
        structured=table.text("structured"),
        about=table.text("about"),
        fault=table.text("fault"),
        location=table.text("location"),
        indexed=table.flag("indexed", True),
    )
    table.close()
    return page


def _entry(table: Table) -> ListEntry:
    entry = ListEntry(
        name=table.required("name"),
        text=table.text("text"),
        address=table.text("address"),
        url=table.text("url"),
        phone=table.text("phone"),
        email=table.text("email"),
        heading=table.text("heading"),
        of=table.text("of"),
    )
    table.close()
    return entry


def read_world(paths: Iterable[Path]) -> World:
    """The World of these files together. Raises BadInput where one is malformed or two share a host."""
    readings = [_Reading(path) for path in paths]
    sites: dict[str, Site] = {}
    for reading in readings:
        for site in reading.sites:
            if site.host in sites:
                raise BadInput(f"{reading.root.place}: the host {site.host} is already in another file; rename one.")
            sites[site.host] = site
    return World(
        towns=tuple(town for reading in readings for town in reading.towns),
        things=tuple(thing for reading in readings for thing in reading.things),
        sites=sites,
        map_elements=tuple(element for reading in readings for element in reading.map_elements),
        directory=tuple(record for reading in readings for record in reading.directory),
        private_contacts=tuple(contact for reading in readings for contact in reading.private_contacts),
    )


@cache
def load_world() -> World:
    """The fictional world that travels with the package: every town of world/ in one web."""
    return read_world(sorted(WORLD_DIR.glob("*.toml")))
