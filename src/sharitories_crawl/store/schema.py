"""The tables, one migration after another. Tables are singular and for code; views are plural and for people."""

from sqlite_utils import Database, Migrations

from sharitories_crawl.store.facet_indexes import FACET_INDEXES
from sharitories_crawl.store.review_schema import REVIEW_TABLES

APPLICATION_ID = 0x53484152
"""`SHAR`, written into the file's header, so that another program's database is never taken for ours."""

migrations = Migrations("sharitories_crawl")

FIRST_TABLES = """
CREATE TABLE town (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL, country TEXT NOT NULL, language TEXT NOT NULL,
  department TEXT, region TEXT, intercommunality TEXT, population INTEGER, latitude REAL, longitude REAL,
  study INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE kind (
  id TEXT PRIMARY KEY, practice TEXT NOT NULL, label_fr TEXT NOT NULL, label_en TEXT NOT NULL
);
CREATE TABLE source (
  name TEXT PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL,
  terms TEXT NOT NULL, rests_until TEXT, rest_reason TEXT NOT NULL DEFAULT '', rests INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE run (
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, options TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
  exit_code INTEGER, counts TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE query (
  id TEXT PRIMARY KEY, source TEXT NOT NULL REFERENCES source(name), town_code TEXT NOT NULL REFERENCES town(code),
  kinds TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL
);
CREATE INDEX query_town ON query(town_code, source);
CREATE TABLE response (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, method TEXT NOT NULL, http_status INTEGER NOT NULL, bytes INTEGER NOT NULL,
  digest TEXT NOT NULL, fetched_at TEXT NOT NULL, archive_file TEXT NOT NULL, archive_offset INTEGER NOT NULL,
  run_id INTEGER NOT NULL REFERENCES run(id)
);
CREATE TABLE answer (
  id INTEGER PRIMARY KEY, query_id TEXT NOT NULL REFERENCES query(id), run_id INTEGER NOT NULL REFERENCES run(id),
  asked_at TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, results INTEGER NOT NULL,
  retry_at TEXT, response_id INTEGER REFERENCES response(id)
);
CREATE INDEX answer_query ON answer(query_id, id);
CREATE TABLE lead (
  url TEXT NOT NULL, town_code TEXT NOT NULL REFERENCES town(code), origin TEXT NOT NULL, query_id TEXT NOT NULL,
  rank INTEGER, title TEXT NOT NULL, snippet TEXT NOT NULL, found_on TEXT NOT NULL,
  run_id INTEGER NOT NULL REFERENCES run(id),
  PRIMARY KEY (town_code, url, origin, query_id, found_on)
);
CREATE INDEX lead_url ON lead(url);
CREATE TABLE page (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, status TEXT NOT NULL, detail TEXT NOT NULL, title TEXT NOT NULL,
  language TEXT NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL, fetched_at TEXT NOT NULL, retry_at TEXT,
  response_id INTEGER REFERENCES response(id), run_id INTEGER NOT NULL REFERENCES run(id)
);
CREATE TABLE reading (
  url TEXT NOT NULL, town_code TEXT NOT NULL REFERENCES town(code), read_at TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (url, town_code)
);
CREATE TABLE mention (
  id TEXT PRIMARY KEY, found_in TEXT NOT NULL, town_code TEXT NOT NULL REFERENCES town(code), source TEXT NOT NULL,
  source_id TEXT NOT NULL, query_id TEXT NOT NULL, rank INTEGER, url TEXT NOT NULL, title TEXT NOT NULL,
  snippet TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, practice TEXT NOT NULL, actor TEXT NOT NULL,
  relevance REAL NOT NULL, locality TEXT NOT NULL, locality_reason TEXT NOT NULL, place_name TEXT NOT NULL,
  reasons TEXT NOT NULL, dropped TEXT NOT NULL, site TEXT NOT NULL, street TEXT NOT NULL, postal_code TEXT NOT NULL,
  city TEXT NOT NULL, latitude REAL, longitude REAL, email TEXT NOT NULL, phone TEXT NOT NULL, socials TEXT NOT NULL,
  siren TEXT NOT NULL, rna TEXT NOT NULL, licence TEXT NOT NULL, fetched_at TEXT NOT NULL, list_url TEXT NOT NULL,
  first_run_id INTEGER NOT NULL REFERENCES run(id), run_id INTEGER NOT NULL REFERENCES run(id)
);
CREATE INDEX mention_found_in ON mention(found_in, town_code);
CREATE INDEX mention_town ON mention(town_code, dropped);
CREATE TABLE initiative (
  id TEXT PRIMARY KEY, town_code TEXT NOT NULL REFERENCES town(code), name TEXT NOT NULL, practice TEXT NOT NULL,
  kind TEXT NOT NULL, actor TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'DISCOVERED', score REAL NOT NULL,
  url TEXT NOT NULL, street TEXT NOT NULL, postal_code TEXT NOT NULL, city TEXT NOT NULL, latitude REAL, longitude REAL,
  email TEXT NOT NULL, phone TEXT NOT NULL, siren TEXT NOT NULL, rna TEXT NOT NULL, sources TEXT NOT NULL,
  mentions INTEGER NOT NULL, reasons TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  first_run_id INTEGER NOT NULL REFERENCES run(id), run_id INTEGER NOT NULL REFERENCES run(id),
  merged_into TEXT REFERENCES initiative(id)
);
CREATE INDEX initiative_town ON initiative(town_code, status);
CREATE INDEX initiative_kind ON initiative(kind);
CREATE TABLE membership (
  mention_id TEXT PRIMARY KEY REFERENCES mention(id) ON DELETE CASCADE,
  initiative_id TEXT NOT NULL REFERENCES initiative(id)
);
CREATE INDEX membership_initiative ON membership(initiative_id);
CREATE TABLE suggestion (
  mention_a TEXT NOT NULL REFERENCES mention(id) ON DELETE CASCADE,
  mention_b TEXT NOT NULL REFERENCES mention(id) ON DELETE CASCADE,
  town_code TEXT NOT NULL REFERENCES town(code), score REAL NOT NULL, reasons TEXT NOT NULL,
  PRIMARY KEY (mention_a, mention_b)
);
"""

FIRST_SEARCH = {"initiative": ("name", "kind", "street", "city", "url"), "page": ("title", "text", "url")}
"""Columns of the full-text indexes; accents and case do not matter in a search."""


@migrations()
def m001_first_tables(db: Database) -> None:
    """Everything that a crawl writes."""
    for statement in FIRST_TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for table, columns in FIRST_SEARCH.items():
        db.table(table).enable_fts(columns, tokenize="unicode61 remove_diacritics 2", create_triggers=True)


@migrations()
def m002_spending(db: Database) -> None:
    """What was spent on each source, so that budgets and delays hold from one process to the next."""
    db.execute("CREATE TABLE spending (source TEXT NOT NULL REFERENCES source(name), asked_at TEXT NOT NULL)")
    db.execute("CREATE INDEX spending_source ON spending(source, asked_at)")


@migrations()
def m003_geocodes(db: Database) -> None:
    """What geocoders said of addresses and points; asked once, kept for ever."""
    db.execute(
        "CREATE TABLE geocode (query_id TEXT PRIMARY KEY REFERENCES query(id), source TEXT NOT NULL REFERENCES"
        " source(name), town_code TEXT NOT NULL REFERENCES town(code), asked TEXT NOT NULL, latitude REAL,"
        " longitude REAL, street TEXT NOT NULL, postal_code TEXT NOT NULL, city TEXT NOT NULL, label TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX geocode_town ON geocode(town_code, source)")


@migrations()
def m004_answer_pages(db: Database) -> None:
    """The further pages of an answer, in their order; its first is the answer's own response."""
    db.execute(
        "CREATE TABLE answer_page (answer_id INTEGER NOT NULL REFERENCES answer(id), number INTEGER NOT NULL,"
        " response_id INTEGER NOT NULL REFERENCES response(id), PRIMARY KEY (answer_id, number))"
    )


@migrations()
def m005_doctor(db: Database) -> None:
    """What the last check of each source said."""
    db.execute("ALTER TABLE source ADD COLUMN checked_at TEXT")
    db.execute("ALTER TABLE source ADD COLUMN check_verdict TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE source ADD COLUMN check_detail TEXT NOT NULL DEFAULT ''")


@migrations()
def m006_own_lists(db: Database) -> None:
    """The versions of the user's own lists, and since when a later version does not hold a mention any more."""
    db.execute(
        "CREATE TABLE own_list (id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES source(name),"
        " file TEXT NOT NULL, columns TEXT NOT NULL, licence TEXT NOT NULL, rows INTEGER NOT NULL,"
        " rejected INTEGER NOT NULL, digest TEXT NOT NULL, imported_at TEXT NOT NULL, archive_file TEXT NOT NULL,"
        " archive_offset INTEGER NOT NULL, run_id INTEGER NOT NULL REFERENCES run(id))"
    )
    db.execute("CREATE INDEX own_list_source ON own_list(source, id)")
    db.execute("ALTER TABLE mention ADD COLUMN gone_at TEXT")
    db.execute("CREATE INDEX mention_source ON mention(source)")


PAGE_INDEX_TRIGGERS = (
    """
    CREATE TRIGGER page_ai AFTER INSERT ON page BEGIN
      INSERT INTO unindexed_page(id) VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER page_au AFTER UPDATE OF title, text, url ON page
    WHEN (old.title, old.text, old.url) <> (new.title, new.text, new.url) BEGIN
      INSERT INTO page_fts(page_fts, rowid, title, text, url) SELECT 'delete', old.id, old.title, old.text, old.url
      WHERE NOT EXISTS (SELECT 1 FROM unindexed_page WHERE id = old.id);
      -- not OR IGNORE: within a trigger the outer statement's ON CONFLICT stands for it
      INSERT INTO unindexed_page(id) SELECT old.id WHERE NOT EXISTS (SELECT 1 FROM unindexed_page WHERE id = old.id);
    END
    """,
    """
    CREATE TRIGGER page_ad AFTER DELETE ON page BEGIN
      INSERT INTO page_fts(page_fts, rowid, title, text, url) SELECT 'delete', old.id, old.title, old.text, old.url
      WHERE NOT EXISTS (SELECT 1 FROM unindexed_page WHERE id = old.id);
      DELETE FROM unindexed_page WHERE id = old.id;
    END
    """,
)
"""What leaves a page goes from the index at once, with the words that it was indexed by; what comes waits there."""


@migrations()
def m007_pages_indexed_in_batches(db: Database) -> None:
    """Pages wait for the full-text index, which costs several times as much for one page alone: see store.search."""
    db.execute("CREATE TABLE unindexed_page (id INTEGER PRIMARY KEY)")
    for name in ("page_ai", "page_au", "page_ad"):
        db.execute(f"DROP TRIGGER {name}")
    for statement in PAGE_INDEX_TRIGGERS:
        db.execute(statement)


@migrations()
def m008_relations(db: Database) -> None:
    """Two initiatives that belong together without being one, by a mention of each, and how."""
    db.execute(
        "CREATE TABLE relation (mention_a TEXT NOT NULL REFERENCES mention(id) ON DELETE CASCADE, mention_b TEXT NOT"
        " NULL REFERENCES mention(id) ON DELETE CASCADE, town_code TEXT NOT NULL REFERENCES town(code), how TEXT NOT"
        " NULL, score REAL NOT NULL, reasons TEXT NOT NULL, PRIMARY KEY (mention_a, mention_b))"
    )
    db.execute("CREATE INDEX relation_town ON relation(town_code)")
    db.execute("CREATE INDEX relation_mention_b ON relation(mention_b)")


@migrations()
def m009_leads_to_follow(db: Database) -> None:
    """Whether a lead is followed: a partner that an own site names may be no more than a suggestion to a person."""
    db.execute("ALTER TABLE lead ADD COLUMN follow INTEGER NOT NULL DEFAULT 1")


@migrations()
def m010_review(db: Database) -> None:
    """What people decided, only ever appended to: the file itself refuses to change or lose a row of it."""
    for statement in REVIEW_TABLES:
        db.execute(statement)
    for table in ("review", "review_mention"):
        for act in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'reviews are only ever appended'); END"
            )


@migrations()
def m011_rankings(db: Database) -> None:
    """Orders of the queue that were learned from verdicts, each with how it did on verdicts that it did not see."""
    db.execute(
        "CREATE TABLE ranking (id INTEGER PRIMARY KEY, learned_at TEXT NOT NULL, learned_from INTEGER NOT NULL,"
        " held_back INTEGER NOT NULL, average_precision REAL NOT NULL, score_average_precision REAL NOT NULL,"
        " used INTEGER NOT NULL, intercept REAL NOT NULL, weights TEXT NOT NULL)"
    )


@migrations()
def m012_facet_indexes(db: Database) -> None:
    """Indexes that hold all columns which are counted at a time."""
    for statement in FACET_INDEXES:
        db.execute(statement)
