"""Reads a CSV or JSON file of real initiatives, under the column names directories use, for the sandbox to serve."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from sharitories_crawl.errors import BadInput
from sharitories_crawl.sandbox.catalogue_world import CatalogueRow, world_of_rows
from sharitories_crawl.sandbox.world import World

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nom", "title", "titre", "nom_structure"),
    "town": ("town", "city", "commune", "ville", "addresslocality"),
    "address": ("address", "adresse", "address_1", "street", "rue", "streetaddress"),
    "postal_code": ("postal_code", "code_postal", "cp", "postcode", "postalcode", "zip"),
    "description": ("description", "blurb", "abstract", "presentation", "présentation", "resume"),
    "site": ("site", "website", "site_web", "siteweb", "links", "url"),
    "kind": ("kind", "kind_name", "type", "category", "categories", "categorie", "catégorie"),
    "tags": ("tags", "mots_cles", "keywords", "capabilities"),
    "country": ("country_code", "country", "pays"),
    "latitude": ("latitude", "lat", "y"),
    "longitude": ("longitude", "lon", "lng", "x"),
}
# accounts and files are no site of the initiative's own
_NOT_A_SITE = re.compile(
    r"(^|\.)(facebook|twitter|x|instagram|flickr|youtube|youtu|vimeo|linkedin|wikipedia|google|goo|meetup|github|pinterest|"
    r"tumblr|scoop|dailymotion|slideshare|helloasso)\.\w+$"
)
_FILE = re.compile(r"\.(pdf|jpe?g|png|gif|docx?|odt|zip)$", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,}")
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row under its own column names, with its place in the file for messages."""

    place: str
    values: Mapping[str, object]

    def filled(self, column: str) -> list[object]:
        """The values under each accepted name of a column, the surest name first."""
        return [value for name in _COLUMNS[column] if (value := self.values.get(name)) not in (None, "", [])]

    def text(self, column: str) -> str:
        filled = self.filled(column)
        return _as_text(filled[0]) if filled else ""

    def number(self, column: str) -> float | None:
        text = self.text(column)
        if not any(letter.isdigit() for letter in text):  # published tables hold a lone comma where they know nothing
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise BadInput(f"{self.place}: {column} must be a number such as 47.75, not {text!r}.") from None

    def position(self) -> tuple[float | None, float | None]:
        latitude, longitude = self.number("latitude"), self.number("longitude")
        if latitude is not None and longitude is not None:
            return latitude, longitude
        pair = self.values.get("coordinates")
        parts = pair if isinstance(pair, list) else str(pair or "").replace(";", ",").split(",")
        try:
            first, second = (float(part) for part in parts) if len(parts) == 2 else (None, None)
        except (TypeError, ValueError):
            raise BadInput(f"{self.place}: coordinates must be latitude, longitude, not {pair!r}.") from None
        return first, second


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_as_text(item) for item in value)
    return " ".join(str(value).replace(";", ", ").split()) if not isinstance(value, dict) else ""


def plain_site(value: object) -> str:
    """The first address among these that is a site of its own, as http; empty where there is none."""
    addresses = value if isinstance(value, list) else re.split(r"[\s|]+", str(value))
    for address in addresses:
        text = str(address).strip()
        parts = _split(text if "://" in text else f"http://{text}")
        if parts is None or _NOT_A_SITE.search(parts[0]) or _FILE.search(parts[1]):
            continue
        return f"http://{parts[0]}{parts[1]}"
    return ""


def _split(address: str) -> tuple[str, str] | None:
    """(host, path with query) of a usable address."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    path = quote(parts.path, safe=_SAFE_IN_PATH) or "/"
    return host, path + (f"?{quote(parts.query, safe=_SAFE_IN_PATH + '?')}" if parts.query else "")


def _row(cells: _Cells) -> CatalogueRow:
    name = cells.text("name")
    if not name:
        raise BadInput(f"{cells.place}: the name is empty. Give every initiative a name, or delete the row.")
    latitude, longitude = cells.position()
    return CatalogueRow(
        name=name,
        town=cells.text("town"),
        address=cells.text("address"),
        postal_code=cells.text("postal_code"),
        description=cells.text("description"),
        site=next((site for value in cells.filled("site") if (site := plain_site(value))), ""),
        kind=cells.text("kind").replace("_", " "),
        tags=cells.text("tags").replace("_", " "),
        country=cells.text("country").upper()[:2] or "FR",
        latitude=latitude,
        longitude=longitude,
    )


def _json_cells(path: Path, text: str) -> Iterator[_Cells]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}, line {error.lineno}: {error.msg}. Mend the JSON there.") from None
    if isinstance(document, dict):
        lists = {key: value for key, value in document.items() if isinstance(value, list)}
        if len(lists) != 1:
            held = ", ".join(sorted(lists)) or "none"
            raise BadInput(f"{path}, line 1: an object must hold exactly one list of initiatives; lists here: {held}.")
        document = next(iter(lists.values()))
    if not isinstance(document, list):
        raise BadInput(f"{path}, line 1: a list of objects is needed, one per initiative.")
    for number, item in enumerate(document, start=1):
        place = f"{path}, item {number}"
        if not isinstance(item, dict):
            raise BadInput(
                f"{place} (line {_line_of_item(text, number)}): an object is needed, not {str(item)[:40]!r}."
            )
        yield _Cells(place, {str(key).strip().lower(): value for key, value in item.items()})


def _line_of_item(text: str, number: int) -> int:
    """The line on which the n-th element of the file's first list starts."""
    decoder = json.JSONDecoder()
    position = text.index("[") + 1
    for _ in range(number):
        while text[position] in " \t\r\n,":
            position += 1
        start = position
        _, position = decoder.raw_decode(text, position)
    return text.count("\n", 0, start) + 1


def _csv_cells(path: Path, text: str) -> Iterator[_Cells]:
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    columns = [column.strip().lower() for column in next(reader, [])]
    if not set(columns) & set(_COLUMNS["name"]):
        raise BadInput(
            f"{path}, line 1: no column for the name among {', '.join(columns) or 'nothing'}. "
            f"The first line must name the columns, one of them {' or '.join(_COLUMNS['name'][:2])}."
        )
    for row in reader:
        place = f"{path}, line {reader.line_num}"
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            raise BadInput(
                f"{place}: {len(row)} cells where the first line has {len(columns)}. Quote cells with {delimiter!r}."
            )
        yield _Cells(place, dict(zip(columns, (cell.strip() for cell in row), strict=True)))


def load_catalogue_world(path: Path | str) -> World:
    """A World with a small site for each initiative of the file. Raises BadInput naming file, line and remedy."""
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror or error}. Give a CSV or JSON file that can be read.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}, line {line}: not UTF-8. Save the file as UTF-8.") from None
    is_json = path.suffix.lower() in {".json", ".geojson"} or text.lstrip()[:1] in {"[", "{"}
    cells = _json_cells(path, text) if is_json else _csv_cells(path, text)
    rows = tuple(_row(one) for one in cells)
    if not rows:
        raise BadInput(f"{path}, line 1: no initiative in it. Put one row or object per initiative.")
    return world_of_rows(rows, title=f"A sandbox serving {path.name}")
