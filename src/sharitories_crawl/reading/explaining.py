"""What was read from one page for one town and concluded, and why: the reader's judgement as one answer."""

from dataclasses import dataclass, replace
from html import escape

from sharitories_crawl.classify.judge import OTHER_KIND
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import Mention, PageKind, SearchResult, Town, Verdict
from sharitories_crawl.reading.found import Found, Reading
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
    facts = read_page(url, html or _as_page(title, text))
    return conclude(reader.read_page(facts, replace(found, title=facts.title or title)), found)


def _as_page(title: str, text: str) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return f"<html><head><title>{escape(title)}</title></head><body><main>{paragraphs}</main></body></html>"


def conclude(reading: Reading, found: Found) -> Explanation:
    """One answer for a page: its best mention's, or the page's own where it names no initiative."""
    page = reading.page
    if page is None:
        raise LookupError(f"{found.url} was read as a record, which is no page")
    best = max(reading.mentions, key=lambda mention: (probability(mention), mention.relevance), default=None)
    names = tuple(dict.fromkeys(mention.name for mention in reading.mentions))
    if best is None:
        return Explanation(
            found.url, page.locality.verdict, page.locality.place_name, 0.02, page.judged.page_kind, "", "", "", "",
            page.stage, (*page.judged.reasons, *page.locality.clues, reading.reason), names,
        )  # fmt: skip
    alone = len(reading.mentions) == 1 or sum(not mention.dropped for mention in reading.mentions) == 1
    about_one = best.kind != OTHER_KIND
    return Explanation(
        found.url, best.locality, best.place_name, probability(best), page.judged.page_kind,
        best.name if alone and about_one else "", best.kind if about_one else "", best.practice if about_one else "",
        best.actor if about_one else "", page.stage or ("open" if about_one else ""),
        (*best.reasons, *((f"dropped: {best.dropped}",) if best.dropped else ())), names,
    )  # fmt: skip


def probability(mention: Mention) -> float:
    """How likely a mention is evidence of an initiative in the town."""
    if mention.dropped:
        return 0.05
    return mention.relevance
