"""Pages that list several initiatives: one mention for each entry."""

from sharitories_crawl.classify.judge import Wording
from sharitories_crawl.classify.naming import clean_name
from sharitories_crawl.extract.urls import site_key
from sharitories_crawl.geo.places import Evidence
from sharitories_crawl.models import Entry, Facts, Locality, Mention, PageKind, Verdict
from sharitories_crawl.reading.found import Found, Reading
from sharitories_crawl.reading.writing import Writer


def read_list(writer: Writer, facts: Facts, found: Found, page: Locality) -> Reading:
    """One mention for each entry, with its own place; an entry that names none is where the list is."""
    mentions: dict[str, Mention] = {}
    for entry in facts.entries:
        mention = _read_entry(writer, entry, facts, found, page)
        mentions.setdefault(mention.id, mention)
    return Reading(tuple(mentions.values()), "" if mentions else "empty-list")


def _read_entry(writer: Writer, entry: Entry, facts: Facts, found: Found, page: Locality) -> Mention:
    addresses = (entry.address,) if entry.address else ()
    evidence = Evidence(entry.name, entry.text, addresses=addresses, language=facts.language)
    locality = writer.locate(evidence, found.town)
    if locality.verdict is Verdict.UNCLEAR and page.verdict is Verdict.IN_TOWN:
        locality = Locality(
            Verdict.IN_TOWN,
            page.place_name,
            page.place_code,
            "list-of-town",
            (*page.clues, "the list is the town's"),
        )
    wording = Wording(entry.name, entry.name, (), entry.text, entry.url, entry.text)
    judged = writer.judge.judge(wording, facts.language or found.town.language, PageKind.DIRECTORY)
    return writer.write(
        found, clean_name(entry.name), judged, locality, entry.text, address=entry.address,
        site=(site_key(entry.url) or "") if entry.url else "", email=entry.email, phone=entry.phone,
        list_url=facts.url,
    )  # fmt: skip
