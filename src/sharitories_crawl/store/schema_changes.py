"""The tables of batches: the archive's files, and what changed between runs. See `schema`."""

from sqlite_utils import Database

from sharitories_crawl.store.schema import APPLICATION_ID, migrations

__all__ = ["APPLICATION_ID", "migrations"]


@migrations()
def m013_archive_files(db: Database) -> None:
    """How long each file of the archive was when it was last whole, and which answers were compacted away."""
    db.execute(
        "CREATE TABLE archive_file (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL, cut INTEGER NOT NULL DEFAULT 0,"
        " noted_at TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX response_archive ON response(archive_file, archive_offset)")
    db.execute("CREATE INDEX response_run ON response(run_id)")
    db.execute("CREATE INDEX answer_run ON answer(run_id)")
    db.execute("ALTER TABLE answer ADD COLUMN compacted_at TEXT")


CHANGE_TABLES = (
    """
    CREATE TABLE change (
      id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES run(id), at TEXT NOT NULL, change TEXT NOT NULL,
      initiative_id TEXT NOT NULL, town_code TEXT NOT NULL REFERENCES town(code), name TEXT NOT NULL,
      kind TEXT NOT NULL, url TEXT NOT NULL, before TEXT NOT NULL DEFAULT '', after TEXT NOT NULL DEFAULT '',
      detail TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE TABLE standing (
      id TEXT PRIMARY KEY, town_code TEXT NOT NULL REFERENCES town(code), name TEXT NOT NULL,
      names TEXT NOT NULL DEFAULT '[]', address TEXT NOT NULL DEFAULT '', addresses TEXT NOT NULL DEFAULT '[]',
      registration TEXT NOT NULL DEFAULT '', site TEXT NOT NULL DEFAULT '', site_state TEXT NOT NULL DEFAULT '',
      site_misses REAL NOT NULL DEFAULT 0, site_checked TEXT NOT NULL DEFAULT '',
      is_dissolved INTEGER NOT NULL DEFAULT 0, gone_at TEXT NOT NULL DEFAULT '', merged_into TEXT NOT NULL DEFAULT '',
      is_new INTEGER NOT NULL DEFAULT 0
    )
    """,
    # no foreign key to mention: it is there to remember what is not there any more
    """
    CREATE TABLE witness (
      initiative_id TEXT NOT NULL, place TEXT NOT NULL, town_code TEXT NOT NULL REFERENCES town(code),
      found_in TEXT NOT NULL, query_id TEXT NOT NULL, seen_at TEXT NOT NULL, misses REAL NOT NULL DEFAULT 0,
      checked_at TEXT NOT NULL DEFAULT '', PRIMARY KEY (initiative_id, place)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX change_run ON change(run_id)",
    "CREATE INDEX change_at ON change(at)",
    "CREATE INDEX change_town ON change(town_code, at)",
    "CREATE INDEX change_initiative ON change(initiative_id)",
    "CREATE INDEX standing_town ON standing(town_code)",
    "CREATE INDEX witness_town ON witness(town_code)",
    # what the view told before
    """
    INSERT INTO change(run_id, at, change, initiative_id, town_code, name, kind, url)
    SELECT run_id, at, change, id, town_code, name, kind, url FROM (
      SELECT i.first_run_id AS run_id, i.first_seen AS at, 'discovered' AS change, i.id, i.town_code, i.name, i.kind,
        i.url
      FROM initiative i
      UNION ALL
      SELECT m.first_run_id, min(m.fetched_at), 'new evidence', i.id, i.town_code, i.name, i.kind, i.url
      FROM mention m JOIN membership s ON s.mention_id = m.id JOIN initiative i ON i.id = s.initiative_id
      WHERE m.first_run_id > i.first_run_id GROUP BY m.first_run_id, i.id
      UNION ALL
      SELECT i.run_id, i.last_seen, 'merged into ' || i.merged_into, i.id, i.town_code, i.name, i.kind, i.url
      FROM initiative i WHERE i.merged_into IS NOT NULL
    ) ORDER BY run_id, at, id
    """,
    """
    INSERT INTO standing(id, town_code, name, merged_into, is_new)
    SELECT id, town_code, name, coalesce(merged_into, ''), 1 FROM initiative
    """,
)


@migrations()
def m014_changes(db: Database) -> None:
    """What happened to initiatives between runs, only ever appended to, and what stood when it was noted last."""
    for statement in CHANGE_TABLES:
        db.execute(statement)
    for act in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER change_no_{act.lower()} BEFORE {act} ON change"
            f" BEGIN SELECT RAISE(ABORT, 'changes are only ever appended'); END"
        )
