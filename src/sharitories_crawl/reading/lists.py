"""Pages that list several initiatives: one mention for each entry."""

import re
from collections.abc import Sequence
from functools import lru_cache

from sharitories_crawl.classify.forms import is_kind_alone, kinds_as_written
from sharitories_crawl.classify.judge import OTHER_KIND, Wording
from sharitories_crawl.classify.likeness import slogan_doubt
from sharitories_crawl.classify.naming import clean_name
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.geo.places import Evidence
from sharitories_crawl.models import Entry, Facts, Locality, Mention, PageKind, PageSort, Town, Verdict
from sharitories_crawl.reading.found import Found, Reading
from sharitories_crawl.reading.rows import rows_named, share_a_head
from sharitories_crawl.reading.writing import Writer

FEWEST = 3
_PLURALS = {
    "fr": re.compile(r"s$"),
    "pt": re.compile(r"s$"),
    "nl": re.compile(r"(?:en|s)$"),
    "sv": re.compile(r"(?:ar|or|er)$"),
}
_LIST = PageSort.surely(PageKind.DIRECTORY)
_NAMED = 0.5
_DOUBT = 1.5
_TELLING = 0.6
_OF_MANY = (PageKind.DIRECTORY, PageKind.PRESS, PageKind.OTHER)
_NEARLY_ALL, _CHATTER = 0.8, 3.0
"""In a list of names a row may be as odd as `Chez nous`, but no question."""
_SOME = 0.3
_PARENTHESES = re.compile(r"(?<=\S)\s+\([^)]*\)$")
_SEVERAL = re.compile(
    r"\b(?:annuaire|(?<!archives de )listes?|guide|répertoire|inventaire|tou(?:s|tes) (?:les|nos)|"
    r"les (?-i:[a-zà-ÿ])\w*s\b|nos \w+ |réseau (?:de |des |d[’'])|adresses|"
    r"près de chez vous|par (?:commune|région|ville|département)|(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|"
    r"douze|quinze|vingt|[3-9]|1\d|[2-9]\d|1\d\d) (?!ans\b|mois\b|heures\b|jours\b)\w+[sx]\b|overzicht|lijst|gids|alle|"
    r"leukste|beste|"
    r"(?:vijf|zes|zeven|acht|negen|tien) (?:\w+e )?\w+(?:en|s)\b|onze \w+s\b|\w+(?:huizen|tuinen|winkels|kringen|"
    r"plekken)|lista|guia|roteiro|todos|associations|verenigingen|associações|föreningar|rede d[eao]s?|"
    r"todas|(?:três|quatro|cinco|seis|sete|oito|dez) \w+s\b|karta|alla|(?:fem|sex|sju|åtta|nio|tio) \w+|"
    r"\w+(?:platser|punkter|träffar|kaféer|caféer))\b",
    re.IGNORECASE,
)
"""Words of headings that announce several."""


def listed_entries(writer: Writer, facts: Facts, kind: PageKind, judged_kind: str, town: Town) -> tuple[Entry, ...]:
    """What a page lists: entries with places or sites of their own, else the rows that name most initiatives.

    Rows are taken for a list where the page says that it names several, or most of them say of what kind they are.
    """
    if facts.entries and kind is PageKind.DIRECTORY:
        return facts.entries
    language = facts.language or town.language
    heads = f"{facts.title} . {' . '.join(facts.headings[:1])}"
    of_kind = bool(writer.judge.kinds_in(heads, language))
    topical = of_kind or (judged_kind != OTHER_KIND and kind in _OF_MANY)
    best: tuple[float, tuple[Entry, ...]] = (0.0, ())
    site = facts.site_name or facts.name if kind in (PageKind.OWN_SITE, PageKind.COMMERCIAL) else ""
    for rows in _without_sections(facts.rosters) if kind is not PageKind.SOCIAL else ():
        said = (facts.title, *facts.headings[:1])
        roster = rows_named(rows, said, site, language, writer.judge, lambda name: writer.is_place(name, town))
        named = tuple(entry for entry in roster if _names_somebody(writer, entry.name, language, town))
        if len(named) >= _NEARLY_ALL * len(roster):
            kept = {entry.name for entry in named}
            named = tuple(row for row in roster if row.name in kept or _may_be_odd(row.name, writer, language))
        if len(named) < FEWEST or len(named) < _NAMED * len(roster):
            continue
        # rows that had to be called after what the list is of are of it
        of_it = roster != rows or share_a_head(named, (facts.title, facts.name, *facts.headings[:2]))
        several = _are_several(heads)
        if kind is PageKind.OWN_SITE and not (of_it or several):
            continue
        telling = sum(bool(writer.judge.kinds_in(entry.text, language)) for entry in named) / len(named)
        proper = sum(bool(writer.judge.kinds_in(entry.name, language)) for entry in named) / len(named)
        if of_it:
            best = max(best, ((telling + proper + 0.1) * len(named), named), key=lambda pair: pair[0])
            continue
        if kind is PageKind.OWN_SITE and not (of_kind or telling >= _TELLING):
            continue
        if kind is PageKind.COMMERCIAL and telling < _SOME:
            continue  # a firm lists what it offers, and where else
        many = several or (
            _is_plural(writer, facts.headings[0] if facts.headings else facts.title, language)
            and (kind is PageKind.DIRECTORY or telling + proper >= _TELLING)
        )
        if (
            (many and (topical or telling >= _SOME))
            or proper >= _TELLING
            or (kind is PageKind.DIRECTORY and telling >= _NEARLY_ALL)
        ):
            best = max(best, ((telling + proper + 0.1) * len(named), named), key=lambda pair: pair[0])
    return best[1]


@lru_cache(maxsize=16)
def _are_several(heads: str) -> bool:
    """Whether headings announce several; asked where there are rows at all, and once for each page."""
    return _SEVERAL.search(heads) is not None


def _names_somebody(writer: Writer, name: str, language: str, town: Town) -> bool:
    if slogan_doubt(name) >= _DOUBT or writer.is_place(name, town):
        return False
    return not is_kind_alone(name, language, writer.judge)


def _is_plural(writer: Writer, heads: str, language: str) -> bool:
    """Whether a heading speaks of several of a kind: `Jardins partagés à Valmer`."""
    ending = _PLURALS.get(language)
    spans = kinds_as_written(heads, language, writer.judge) if ending else []
    return any(ending is not None and ending.search(heads[begin:end].split(maxsplit=1)[0]) for begin, end, _ in spans)


def _may_be_odd(name: str, writer: Writer, language: str) -> bool:
    return slogan_doubt(name) < _CHATTER and not is_kind_alone(name, language, writer.judge)


def _without_sections(rosters: Sequence[tuple[Entry, ...]]) -> list[tuple[Entry, ...]]:
    """Without headings that other rows stand under: `Brest` above the groups of Brest."""
    kept = []
    for roster in rosters:
        names = {entry.name for entry in roster}
        below = (entry for other in rosters if other is not roster for entry in other)
        if sum(entry.text.partition("\n")[0] in names for entry in below) < 2:
            kept.append(roster)
    return kept


def read_list(
    writer: Writer, facts: Facts, found: Found, page: Locality, entries: Sequence[Entry], of_kind: str = "",
    branches: bool = False,
) -> Reading:  # fmt: skip
    """One mention for each entry, with its own place; an entry that names none is where the list is.

    `of_kind` is what entries are of that say it nowhere; branches on a site of their own are of it whatever they say.
    """
    mentions: dict[str, Mention] = {}
    filed = of_kind if branches else ""
    of_kind = _kind_of_list(writer, facts, facts.language or found.town.language) or of_kind
    for entry in entries:
        mention = _read_entry(writer, entry, facts, found, page, filed, of_kind)
        mentions.setdefault(mention.id, mention)
    return Reading(tuple(mentions.values()), "" if mentions else "empty-list")


def _kind_of_list(writer: Writer, facts: Facts, language: str) -> str:
    """The one kind that the heading of a list is of; empty where it names several or none."""
    heads = f"{facts.title} . {' . '.join(facts.headings[:1])}"
    kinds = {kind for kind, _, _ in writer.judge.kinds_in(heads, language)}
    return kinds.pop() if len(kinds) == 1 else ""


def _read_entry(
    writer: Writer, entry: Entry, facts: Facts, found: Found, page: Locality, filed: str, of_kind: str
) -> Mention:
    addresses = (entry.address,) if entry.address else ()
    evidence = Evidence(entry.name, entry.text, addresses=addresses, language=facts.language)
    locality = writer.locate(evidence, found.town, page)
    if locality.verdict is Verdict.UNCLEAR and page.verdict in (Verdict.IN_TOWN, Verdict.INTERCOMMUNALITY):
        locality = Locality(
            page.verdict,
            page.place_name,
            page.place_code,
            "list-of-town",
            (*page.clues, "the list is the town's"),
        )
    elif locality.verdict is Verdict.UNCLEAR and page.is_about_place:
        clue = f"the list is of {page.place_name}" if page.place_name else "the list is of another place"
        locality = Locality(page.verdict, page.place_name, page.place_code, "list-of-elsewhere", (*page.clues, clue))
    wording = Wording(entry.name, entry.name, (), entry.text, entry.url, entry.text)
    language = facts.language or found.town.language
    judged = writer.judge.judge(wording, language, _LIST, filed, of_kind)
    return writer.write(
        found, _PARENTHESES.sub("", clean_name(entry.name)), judged, locality, entry.text, address=entry.address,
        site=(site_key(entry.url) or "") if entry.url else "", email=entry.email, phone=entry.phone,
        list_url=facts.url, titled=False,
    )  # fmt: skip
