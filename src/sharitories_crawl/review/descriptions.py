"""What Datasette says of every table, view and column, and the questions it has ready."""

from collections.abc import Sequence

from sharitories_crawl.review.columns import COLUMNS
from sharitories_crawl.review.french import say
from sharitories_crawl.review.questions import STUDY

HIDDEN = ("_sqlite_migrations",)
"""Besides the shadow tables of the full-text indexes, which Datasette hides by itself."""

TABLES = {
    "ranking": "Orders of the queue learned from verdicts, each with how it did on verdicts that it did not see.",
    "town": "Towns that were asked about, and communes that rows of your own lists stand in.",
    "kind": "Kinds of initiative, each with its practice, as queries/kinds.toml declares them.",
    "source": "Where the tool asks: licence, terms, whether a source rests, and what its last check said.",
    "run": "Every invocation, with its counts by reason.",
    "own_list": "Versions of the lists you imported, each with its place in the WARC archive beside the database.",
    "query": "Every question: one source, one town, one keyword.",
    "response": "Every HTTP answer, with its place in the WARC archive beside the database.",
    "answer": "How asking a question ended, each time.",
    "lead": "Which address was to be fetched for which town, and what led there.",
    "page": "Pages as last fetched, with their main text.",
    "unindexed_page": "Pages that the search does not find yet: while a run goes on, it takes them in batches.",
    "reading": "Which page or record was read for which town, and why it gave nothing where it did.",
    "mention": "Pieces of evidence, the dropped ones too, each with its reasons.",
    "initiative": "Initiatives as stored; the view initiatives is the one to read.",
    "membership": "Which mention belongs to which initiative.",
    "suggestion": "Pairs of mentions that may be the same thing: for a person to judge.",
    "relation": "Pairs of mentions of two initiatives that belong together; the view related is the one to read.",
    "review": "Everything that people decided, in order; no row is ever changed or deleted, and an undo is a row.",
    "review_mention": "The pieces of evidence that each review was given on; side b is the other candidate.",
    "contradiction": "Mentions that people both joined and keep apart; the view contradictions is the one to read.",
    "answer_page": "The further pages of an answer, in their order.",
    "geocode": "What geocoders said of addresses and points; asked once, kept for ever.",
    "change": "What happened to initiatives, in order; only ever appended to; the view changes is the one to read.",
    "standing": "How each initiative stood when a run last noted it: what the next changes are told from.",
    "witness": "What ever spoke for each initiative, and how often it was missed since, where it should be.",
    "archive_file": "How long each file of the archive was when it was last found whole, and what was cut off.",
    "spending": "Requests spent on each source, so that budgets and delays hold from one run to the next.",
}

VIEWS = {
    "initiatives": "Candidates: one row for each initiative, with its best name, place and score.",
    "evidence": "Why each candidate is there: one row for each mention, with where it was found.",
    "review_queue": "Candidates that wait for a verdict, best scored first.",
    "related": "Two candidates that belong together without being one: a branch, a house and what it hosts, ...",
    "suggested_sites": "Sites that candidates name as partners and that nobody followed: perhaps initiatives too.",
    "reviews": "Everything that people decided, with names; the latest rows are the last.",
    "contradictions": "What people both joined and keep apart: one of the reviews has to be undone.",
    "agreement": "Verdicts that were looked at a second time, and whether both agree.",
    "coverage": "Town by source: how much was asked, answered, found.",
    "changes": "What happened between runs: discovered, new evidence, moved, renamed, site dead, dissolved, gone, ...",
    "query_status": "Every question with its latest answer.",
    "failures": "Everything that failed and why: answers and pages.",
    "dropped": "Mentions that were not kept, and why.",
}

ABOUT = "Collaborative initiatives of middle-sized towns, with the evidence for each."
FOUND = "What was found: {}"
LICENCES = "as each source states: columns licence of evidence and source"

FACETS = {
    "initiatives": ["town", "practice", "kind", "actor", "status"],
    "evidence": ["source", "kind", "locality_reason"],
    "review_queue": ["town", "kind", "actor"],
    "related": ["how", "town"],
    "suggested_sites": ["town"],
    "reviews": ["action", "status", "reviewer", "town"],
    "agreement": ["first_status", "second_status", "agree"],
    "coverage": ["town", "source"],
    "changes": ["change", "town", "kind"],
    "query_status": ["source", "status", "town"],
    "failures": ["what", "slug"],
    "dropped": ["reason", "town", "kind"],
    "mention": ["source", "kind", "dropped", "locality"],
    "page": ["status", "language"],
    "lead": ["origin"],
}

LIST_FACETS = {"initiatives": [{"listed": "sources"}], "review_queue": [{"listed": "sources"}]}
"""Facets of columns that hold lists: see list_facet."""

QUERIES = {
    **STUDY,
    "search_initiatives": (
        "Search candidates by words of their name, kind, address or site (accents and case do not matter)",
        "SELECT i.id, i.name, i.town, i.practice, i.kind, i.score, i.mentions, i.url, i.address FROM initiative_fts"
        " JOIN initiative ON initiative.rowid = initiative_fts.rowid JOIN initiatives i ON i.id = initiative.id"
        " WHERE initiative_fts MATCH coalesce(nullif(escape_fts(:words), ''), '\"\"') ORDER BY bm25(initiative_fts)",
    ),
    "search_pages": (
        "Search the text of all fetched pages",
        "SELECT page.url, page.title, snippet(page_fts, 1, '[', ']', ' … ', 24) AS excerpt, page.fetched_at"
        " FROM page_fts JOIN page ON page.id = page_fts.rowid"
        " WHERE page_fts MATCH coalesce(nullif(escape_fts(:words), ''), '\"\"') ORDER BY bm25(page_fts) LIMIT 100",
    ),
    "evidence_of": (
        "All evidence for one candidate (put its id in the box, or click an id in any list)",
        "SELECT name, url, reasons, snippet, source, query_id, rank, title, locality_reason, licence, fetched_at,"
        " mention_id FROM evidence WHERE initiative_id = :id ORDER BY relevance DESC, mention_id",
    ),
    "practices_by_town": (
        "How do people consume, work, produce and engage? Candidates by town and practice",
        "SELECT t.name AS town, practice, count(*) AS candidates FROM initiatives i JOIN town t ON t.code = i.town_code"
        " GROUP BY t.code, practice ORDER BY 1, 3 DESC",
    ),
    "kinds_by_town": (
        "Which kinds of initiative does each town have?",
        "SELECT t.name AS town, kind, count(*) AS candidates, group_concat(i.name, ' · ') AS names FROM initiatives i"
        " JOIN town t ON t.code = i.town_code GROUP BY t.code, kind ORDER BY 1, 3 DESC",
    ),
    "actors_by_practice": (
        "Citizens, public bodies, private firms or platforms: who carries what?",
        "SELECT practice, actor, count(*) AS candidates FROM initiatives GROUP BY practice, actor ORDER BY 1, 3 DESC",
    ),
    "many_witnesses": (
        "Candidates found by several independent sources",
        "SELECT id, name, town, kind, json_array_length(sources) AS witnesses, sources, mentions FROM initiatives"
        " WHERE json_array_length(sources) > 1 ORDER BY witnesses DESC, mentions DESC",
    ),
    "why_dropped": (
        "Why mentions were not kept, counted by reason and town",
        "SELECT reason, town, count(*) AS not_kept FROM dropped GROUP BY reason, town ORDER BY not_kept DESC",
    ),
    "what_failed": (
        "What failed, counted by reason",
        "SELECT what, slug, count(*) AS times FROM failures GROUP BY what, slug ORDER BY times DESC",
    ),
}
"""Name -> title and SELECT, in the order in which they are shown."""


def about_instance() -> dict[str, object]:
    """What Datasette says of an instance that serves nothing but our databases, in the reader's language."""
    return {"title": "sharitories", "description": say(ABOUT)}


def about_database(name: str, attributions: Sequence[str]) -> dict[str, object]:
    """What Datasette says of a database of that name, in the reader's language; its data come from those credited."""
    tables = {
        table: {
            "description": say(text),
            "columns": {column: say(words) for column, words in COLUMNS.get(table, {}).items()},
            **({"facets": [*FACETS[table], *LIST_FACETS.get(table, ())]} if table in FACETS else {}),
        }
        for table, text in {**TABLES, **VIEWS}.items()
    }
    return {
        "title": say(FOUND).format(name),
        **({"source": " · ".join(map(say, attributions)), "license": say(LICENCES)} if attributions else {}),
        "tables": {**tables, **{table: {"hidden": True} for table in HIDDEN}},
        "queries": {
            query: {"title": say(title), "sql": sql, "hide_sql": True} for query, (title, sql) in QUERIES.items()
        },
    }
