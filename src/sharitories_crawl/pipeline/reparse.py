"""Everything after the fetch, done again from the archive without a request."""

from dataclasses import dataclass

from sharitories_crawl.models import AnswerStatus
from sharitories_crawl.pipeline.answers import leads_of, read_records, whole_answer
from sharitories_crawl.pipeline.importing import read_lists_again
from sharitories_crawl.pipeline.noting import GONE_AFTER, note_changes
from sharitories_crawl.pipeline.page_reading import PageReader, facts_of, response_from
from sharitories_crawl.pipeline.resolving import resolve_towns
from sharitories_crawl.pipeline.tools import Clock, Knowledge, Store, Tally
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.store.frontier import OK
from sharitories_crawl.store.moments import moment


@dataclass(frozen=True, slots=True)
class Reparsed:
    """How much was read again."""

    run_id: int
    answers: int
    pages: int
    listed: int
    """Rows of the user's own lists, in all their versions."""
    tally: Tally


def reparse(store: Store, knowledge: Knowledge, clock: Clock, gone_after: int = GONE_AFTER) -> Reparsed:
    """Parse every archived answer and page with today's code, then resolve every town; ids stay.

    An archived answer keeps the moment it was asked at, so nothing becomes due or fresh by this. What today's code
    no longer reads goes; it is there until everything has been read, so that a run cut short loses nothing.
    """
    store.ledger.save_words((), knowledge.catalogue.kinds, SOURCES.values())
    run_id = store.ledger.begin_run("reparse", {}, clock())
    tally = Tally()
    store.frontier.forget_readings()
    answers = store.ledger.archived_answers()
    for stored in answers:
        source = SOURCES.get(stored.query.source)
        if source is None:
            continue
        town = knowledge.towns.find(stored.query.town_code)
        pages_of_it = [source.parse(response_from(store, place), stored.query) for place in stored.places]
        answer = whole_answer(pages_of_it, source, town)
        store.ledger.correct_answer(stored.answer_id, answer)
        if answer.status is not AnswerStatus.RESULTS:
            continue
        asked_at = moment(stored.asked_at)
        kept = read_records(answer, stored.query, town, source, knowledge.reader, store, run_id, asked_at)
        store.frontier.save_leads(run_id, (*leads_of(answer, stored.query, town), *kept))
    pages = PageReader(store, knowledge.reader, tally)
    stored_pages = store.frontier.pages()
    for page in stored_pages:
        if page.status == OK and page.place is not None:
            facts = facts_of(response_from(store, page.place))
            pages.remember(page.url, facts)
            store.frontier.correct_page(page.url, facts)
        for town_code in dict.fromkeys(lead.town_code for lead in store.frontier.leads_to(page.url)):
            pages.read(page.url, knowledge.towns.find(town_code), run_id, moment(page.fetched_at))
    towns = [knowledge.towns.find(code) for code in store.ledger.asked_towns()]
    for town in towns:
        # what one page says of another may have changed by reading it
        while unread := store.frontier.unread_pages(town.code):
            for url in unread:
                pages.read(url, town, run_id, clock())
        pages.read_results(town, run_id, clock())
    listed = read_lists_again(store, knowledge, run_id)
    store.candidates.drop_unread_mentions()
    tally.count_mentions(store.candidates.mentions_of_run(run_id))
    codes = store.candidates.towns()
    tally.new_initiatives = resolve_towns(store, knowledge.everywhere, codes, run_id, clock)
    note_changes(store, knowledge.everywhere, codes, run_id, clock, gone_after)
    store.ledger.finish_run(run_id, 0, tally.as_counts(), clock())
    return Reparsed(run_id, len(answers), len(stored_pages), listed, tally)
