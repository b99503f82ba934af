"""The towns initiatives are looked for in: read from towns.csv, found by code or name, chosen by group."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from sharitories_crawl.errors import BadInput, UnknownTown
from sharitories_crawl.geo.departments import department_name
from sharitories_crawl.geo.names import fold, slugify
from sharitories_crawl.models import Town

COLUMNS = (
    "code", "name", "slug", "aliases", "country", "language", "department", "region", "intercommunality",
    "intercommunality_communes", "postal_codes", "population", "latitude", "longitude", "study",
)  # fmt: skip
GROUPS = ("villes-moyennes", "study", "all")

_MAY_BE_EMPTY = {"aliases", "intercommunality", "region"}
_ARTICLES = {"le", "la", "les", "l"}
# arbitrary: below this likeness (of 100) a suggestion is noise
_LEAST_LIKENESS = 65
_MOST_SUGGESTIONS = 5


class _Row:
    """One line of the file; what it cannot give is reported with file, line and column."""

    def __init__(self, path: Path, line: int, cells: dict[str, str]) -> None:
        self._path, self._line, self._cells = path, line, cells

    def wrong(self, column: str, trouble: str) -> BadInput:
        """The error for one cell."""
        return BadInput(f"{self._path}, line {self._line}, column {column}: {trouble}")

    def text(self, column: str) -> str:
        """The cell, which must say something unless its column may be empty."""
        cell = self._cells[column].strip()
        if not cell and column not in _MAY_BE_EMPTY:
            raise self.wrong(column, "is empty; every town needs one")
        return cell

    def parts(self, column: str) -> tuple[str, ...]:
        """A list separated by `|`."""
        return tuple(part.strip() for part in self.text(column).split("|") if part.strip())

    def whole(self, column: str) -> int:
        """A whole number, not negative."""
        cell = self.text(column)
        if not (cell.isascii() and cell.isdigit()):
            raise self.wrong(column, f"{cell!r} is not a whole number, such as 57846")
        return int(cell)

    def degrees(self, column: str, limit: int) -> float:
        """Decimal degrees between -limit and limit."""
        cell = self.text(column)
        try:
            value = float(cell)
        except ValueError:
            raise self.wrong(column, f"{cell!r} is not a number of degrees, such as 47.74817") from None
        if not -limit <= value <= limit:
            raise self.wrong(column, f"{cell} is not between -{limit} and {limit}")
        return value

    def yes_or_no(self, column: str) -> bool:
        """1 or 0."""
        cell = self.text(column)
        if cell not in ("0", "1"):
            raise self.wrong(column, f"{cell!r} is neither 1 nor 0")
        return cell == "1"


def load_towns(path: Path) -> tuple[Town, ...]:
    """The towns of a file like data/towns.csv, in its order; BadInput names file, line and column of a mistake."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_read_towns(path, csv.reader(file, strict=True)))
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror or trouble}") from trouble
    except UnicodeDecodeError as trouble:
        raise BadInput(f"{path} is not UTF-8 (byte {trouble.start}); save it as UTF-8") from trouble
    except csv.Error as trouble:
        raise BadInput(f"{path} is not well-formed CSV: {trouble}") from trouble


def _read_towns(path: Path, lines: "Iterator[list[str]]") -> Iterator[Town]:
    header = next(lines, [])
    if missing := [column for column in COLUMNS if column not in header]:
        raise BadInput(f"{path}, line 1: no column {', '.join(missing)}; the columns are {','.join(COLUMNS)}")
    first_seen: dict[str, int] = {}
    for line, cells in enumerate(lines, start=2):
        if not cells:
            continue
        if len(cells) != len(header):
            raise BadInput(f"{path}, line {line}: {len(cells)} columns instead of {len(header)}; is a quote missing?")
        town = _read_town(_Row(path, line, dict(zip(header, cells, strict=True))))
        for column, value in (("code", town.code), ("slug", town.slug)):
            if (before := first_seen.setdefault(f"{column} {value}", line)) != line:
                raise BadInput(f"{path}, line {line}, column {column}: {value} stands on line {before} already")
        yield town


def _read_town(row: _Row) -> Town:
    return Town(
        code=row.text("code"),
        name=row.text("name"),
        slug=row.text("slug"),
        aliases=row.parts("aliases"),
        country=row.text("country").upper(),
        language=row.text("language").lower(),
        department=row.text("department"),
        region=row.text("region"),
        intercommunality=row.text("intercommunality"),
        intercommunality_communes=row.parts("intercommunality_communes"),
        postal_codes=row.parts("postal_codes"),
        population=row.whole("population"),
        latitude=row.degrees("latitude", 90),
        longitude=row.degrees("longitude", 180),
        study=row.yes_or_no("study"),
    )


class Towns:
    """The towns known, to be found by what a person types."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self.all = tuple(towns)
        self._exact = {town.code.upper(): town for town in self.all} | {town.slug: town for town in self.all}
        self._by_name = _index((fold(town.name), town) for town in self.all)
        self._by_core = _index((_without_article(fold(town.name)), town) for town in self.all)
        self._by_alias = _index((fold(alias), town) for town in self.all for alias in town.aliases)

    def find(self, text: str) -> Town:
        """The town with that code, slug, name, name without its article, or alias, the first that fits in this order.

        Raises UnknownTown, naming the nearest, when none does; naming them all when several share it.
        """
        asked = text.strip()
        folded = fold(asked)
        same = self._by_name.get(folded, ())
        if len(same) < 2:
            if town := self._exact.get(asked.upper()) or self._exact.get(asked.lower()):
                return town
            same = same or self._by_core.get(_without_article(folded), ()) or self._by_alias.get(folded, ())
        if len(same) == 1:
            return same[0]
        if same:
            choices = "; ".join(map(_describe, same))
            raise UnknownTown(f"{asked!r} may be several towns: {choices}. Give the code of the one you mean.")
        nearest = self.nearest(asked)
        if not nearest:
            raise UnknownTown(f"No town {asked!r} among the {len(self.all)} known; `sharitories towns` lists them all.")
        choices = "; ".join(map(_describe, nearest))
        raise UnknownTown(
            f"No town {asked!r} among the {len(self.all)} known. The nearest: {choices}. "
            "`sharitories towns` lists them all."
        )

    def nearest(self, text: str) -> tuple[Town, ...]:
        """At most five towns whose name or alias looks like the text, the most alike first."""
        folded = fold(text)
        if not folded:
            return ()
        names = [(name, town) for index in (self._by_name, self._by_alias) for name in index for town in index[name]]
        alike = process.extract(
            folded, [name for name, _ in names], scorer=_likeness, score_cutoff=_LEAST_LIKENESS, limit=20
        )
        found = dict.fromkeys(names[position][1] for _, _, position in alike)
        return tuple(found)[:_MOST_SUGGESTIONS]

    def select(self, group: str | None = None, department: str | None = None) -> tuple[Town, ...]:
        """The towns of a group (None: of any) that lie in a department (None: in any), given by number or name.

        `villes-moyennes` are those of France, `study` the eight explored in 2017. Raises BadInput, listing what exists.
        """
        if group is not None and group not in GROUPS:
            raise BadInput(f"No group {group!r}; the groups are {', '.join(GROUPS)}.")
        chosen = tuple(town for town in self.all if _belongs(town, group))
        if department is None:
            return chosen
        wanted = fold(department_name(department) or department)
        if not any(fold(town.department) == wanted for town in self.all):
            known = ", ".join(sorted({town.department for town in self.all}, key=slugify))
            raise BadInput(f"No town of ours in a department {department!r}; there are some in {known}.")
        return tuple(town for town in chosen if fold(town.department) == wanted)


def _belongs(town: Town, group: str | None) -> bool:
    return group in (None, "all") or (group == "study" and town.study) or (group != "study" and town.country == "FR")


def _describe(town: Town) -> str:
    return f"{town.name} ({town.department}, {town.code})"


def _likeness(typed: str, name: str, **_: object) -> float:
    """0 to 100: letters in common, or all the words of one in the other (`saint`, `creusot montceau`)."""
    return max(fuzz.ratio(typed, name), 0.9 * fuzz.token_set_ratio(typed, name))


def _without_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in _ARTICLES else folded


def _index(pairs: Iterable[tuple[str, Town]]) -> dict[str, tuple[Town, ...]]:
    index: defaultdict[str, dict[Town, None]] = defaultdict(dict)
    for name, town in pairs:
        index[name][town] = None
    return {name: tuple(towns) for name, towns in index.items()}
