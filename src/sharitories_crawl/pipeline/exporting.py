"""The initiatives of a database as rows to hand on, without the evidence of licences that the user leaves out."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sharitories_crawl.export.row import Row
from sharitories_crawl.geo.everywhere import Everywhere
from sharitories_crawl.geo.points import asked_address, with_points
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.initiatives import join_mentions
from sharitories_crawl.store.candidates import Candidates
from sharitories_crawl.store.geocodes import Geocode, Geocodes


def export_rows(
    candidates: Candidates,
    geocodes: Geocodes,
    towns: Everywhere,
    codes: Iterable[str],
    *,
    statuses: Collection[str] = (),
    without_licence: Collection[str] = (),
) -> list[Row]:
    """Best score first within each town.

    `statuses` restricts to these. Evidence whose licence contains one of `without_licence` (in any case) is left out:
    an initiative that rests on nothing else goes, the others get their fields from what remains.
    """
    credits = candidates.attributions()
    refused = [words.casefold() for words in without_licence]
    rows: list[Row] = []
    for code in codes:
        known = {
            asked: found for asked, found in geocodes.of_town(code).items() if not _is_refused(found.licence, refused)
        }
        rows += _rows_of(towns.find(code), candidates, known, set(statuses), refused, credits)
    return rows


def _is_refused(licence: str, refused: list[str]) -> bool:
    return any(words in licence.casefold() for words in refused)


def _rows_of(
    town: Town,
    candidates: Candidates,
    known: dict[str, Geocode],
    statuses: set[str],
    refused: list[str],
    credits: dict[str, str],
) -> list[Row]:
    members = candidates.memberships(town.code)
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in candidates.kept_mentions(town.code):
        if mention.id in members and not _is_refused(mention.licence, refused):
            groups[members[mention.id]].append(mention)
    standing = candidates.statuses(town.code)
    rows = [
        _row(id, standing[id], mentions, town, credits, known)
        for id, mentions in groups.items()
        if id in standing and (not statuses or standing[id] in statuses)
    ]
    return sorted(rows, key=lambda row: (-row.score, row.id))


def _row(
    id: str, status: str, mentions: list[Mention], town: Town, credits: dict[str, str], known: dict[str, Geocode]
) -> Row:
    joined = join_mentions(id, with_points(mentions, known, town), town)
    # whoever told where an address is gets credit too
    asked = {known[address].source for mention in mentions if (address := asked_address(mention, town)) in known}
    return Row(
        id=id, name=joined.name, town_code=town.code, town=town.name, practice=joined.practice, kind=joined.kind,
        actor=joined.actor, status=status, score=joined.score, url=joined.url, street=joined.street,
        postal_code=joined.postal_code, city=joined.city, latitude=joined.latitude, longitude=joined.longitude,
        email=joined.email, phone=joined.phone, siren=joined.siren, rna=joined.rna, mentions=len(mentions),
        sources=joined.sources, licences=_distinct(mention.licence for mention in mentions),
        attributions=_distinct(credits.get(source, "") for source in (*(m.source for m in mentions), *asked)),
    )  # fmt: skip


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}))
