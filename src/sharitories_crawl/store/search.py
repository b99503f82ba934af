"""The full-text index of pages, which takes them in batches: a commit for each writes much the same blocks again."""

from sqlite_utils import Database

from sharitories_crawl.store.transaction import together

BATCH = 200
"""Pages that may wait while a run goes on. Arbitrary."""


def index_pages(db: Database) -> None:
    """Take the pages that wait into the index. Which ones wait, triggers note with the page itself."""
    with together(db):
        db.execute(
            "INSERT INTO page_fts(rowid, title, text, url)"
            " SELECT p.id, p.title, p.text, p.url FROM unindexed_page u JOIN page p ON p.id = u.id"
        )
        db.execute("DELETE FROM unindexed_page")


def has_unindexed_pages(db: Database) -> bool:
    """Whether a search would miss pages: a run is going on, or was killed."""
    return db.execute("SELECT 1 FROM unindexed_page LIMIT 1").fetchone() is not None
