"""What was read from one page for one town and concluded, and why: the reader's judgement as one answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from sharitories_crawl.classify.judge import OTHER_KIND
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import Locality, Mention, PageKind, SearchResult, Town, Verdict
from sharitories_crawl.reading.found import Found, Reading
from sharitories_crawl.reading.lists import FEWEST
from sharitories_crawl.reading.reader import Reader


@dataclass(frozen=True, slots=True)
class Explanation:
    """A page's verdict, seen from the town that was asked about."""

    url: str
    place: Verdict
    place_name: str
    initiative_here: float
    """Probability that it is good evidence of an initiative in the town that exists now or is announced."""
    page_kind: PageKind
    name: str
    """Empty where it is about no single one."""
    kind: str
    practice: str
    actor: str
    stage: str
    reasons: tuple[str, ...]
    names: tuple[str, ...]
    """Every initiative that a list or an article names, with those that are not in the town."""
    stage_date: str = ""
    """The date that the stage rests on, as the page says it, else the page's own; empty where none is given."""


def explain(
    reader: Reader,
    town: Town,
    url: str,
    *,
    title: str = "",
    snippet: str = "",
    html: str = "",
    text: str = "",
    now: str,
) -> Explanation:
    """Judge a page by its HTML, else by its plain text, else by title and snippet alone. `now` is ISO 8601, UTC."""
    found = Found(town, "explain", f"explain/{town.code}/page", None, url, title, snippet, "", now)
    if not html and not text:
        return conclude(reader.read_result(SearchResult(1, url, title, snippet), found), found)
    facts = read_page(url, html or as_page(title, text))
    return conclude(reader.read_page(facts, replace(found, title=title or facts.title), viewed=True), found)


def as_page(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><head><title>{escape(title)}</title></head><body><main>{paragraphs}</main></body></html>"


def conclude(reading: Reading, found: Found) -> Explanation:
    """One answer for a page: its best mention's, or the page's own where it names no initiative."""
    page = reading.page
    if page is None:
        raise LookupError(f"{found.url} was read as a record, which is no page")
    best = max(reading.mentions, key=_rank, default=None)
    judged, stage = page.judged, page.stage
    of_kind = [mention for mention in reading.mentions if mention.kind != OTHER_KIND]
    # an article names what it is about; a directory of all associations has others too
    told = reading.mentions if judged.page_kind is PageKind.PRESS or not of_kind else of_kind
    names = tuple(dict.fromkeys(mention.name for mention in told))
    alone = len(reading.mentions) == 1
    kind = judged.kind if best is None or best.kind == OTHER_KIND else best.kind
    about_one = kind != OTHER_KIND
    place, place_name = _place_of(reading.mentions, best, page.locality)
    own = best is not None and best.kind == kind
    return Explanation(
        url=found.url,
        place=place,
        place_name=place_name,
        initiative_here=best.relevance if best else round(page.likely, 3),
        page_kind=judged.page_kind,
        name=page.name or (best.name if best and alone and about_one else ""),
        kind=kind if about_one else "",
        practice=(best.practice if best and own else judged.practice) if about_one else "",
        actor=(best.actor if best and own else judged.actor) if about_one else "",
        stage=(stage.value or "open") if about_one else stage.value,
        reasons=_reasons(reading, best),
        names=names,
        stage_date=stage.date,
    )


def _place_of(mentions: Sequence[Mention], best: Mention | None, page: Locality) -> tuple[Verdict, str]:
    """The best mention's place; a list that has nothing in the town stands where the page as a whole does."""
    if best is None:
        return page.verdict, page.place_name
    if len(mentions) < FEWEST or best.locality in (Verdict.IN_TOWN, Verdict.INTERCOMMUNALITY):
        return best.locality, best.place_name
    if page.is_about_place or page.reason in _TOWN_AMONG_OTHERS:
        return page.verdict, page.place_name
    if best.locality is Verdict.UNCLEAR and sum(each.locality is Verdict.ELSEWHERE for each in mentions) >= _SOME:
        return Verdict.ELSEWHERE, ""
    return best.locality, best.place_name


_SOME = 2
"""Entries elsewhere that make a list, which does not name the town, one of elsewhere."""
_TOWN_AMONG_OTHERS = ("many-places", "several-places", "not-yet")


def _reasons(reading: Reading, best: Mention | None) -> tuple[str, ...]:
    if best is not None:
        return (*best.reasons, *((f"dropped: {best.dropped}",) if best.dropped else ()))
    page = reading.page
    return (*page.judged.reasons, *page.locality.clues, reading.reason) if page else (reading.reason,)


_NEARNESS = (Verdict.ELSEWHERE, Verdict.UNCLEAR, Verdict.INTERCOMMUNALITY, Verdict.IN_TOWN)


def _rank(mention: Mention) -> tuple[float, int]:
    """Of several that a page names, the best evidence first; of equals the one nearest the town."""
    return mention.relevance, _NEARNESS.index(mention.locality)
