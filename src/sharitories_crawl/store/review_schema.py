"""Statements that make the log of reviews, and what it comes to for each initiative."""

_QUEUE = "priority DESC, id, town_code, kind, practice, actor, status, changed, merged_into, mentions, sources"
"""All that a queue is filtered by stands in its index, so that a row of the table is read for what is shown only."""

REVIEW_TABLES = (
    """
    CREATE TABLE review (
      id INTEGER PRIMARY KEY, step INTEGER NOT NULL, at TEXT NOT NULL, reviewer TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('verdict', 'same', 'not-same', 'edit', 'second-look', 'undo')),
      initiative_id TEXT NOT NULL, other_id TEXT NOT NULL DEFAULT '', town_code TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
      field TEXT NOT NULL DEFAULT '', value TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '{}',
      undoes INTEGER REFERENCES review(id)
    )
    """,
    # no foreign key to mention: a verdict on one that goes is still there when it comes back
    """
    CREATE TABLE review_mention (
      review_id INTEGER NOT NULL REFERENCES review(id), mention_id TEXT NOT NULL, side TEXT NOT NULL,
      PRIMARY KEY (review_id, mention_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE contradiction (
      town_code TEXT NOT NULL REFERENCES town(code), mention_a TEXT NOT NULL, mention_b TEXT NOT NULL,
      chain TEXT NOT NULL, PRIMARY KEY (town_code, mention_a, mention_b)
    )
    """,
    "CREATE INDEX review_mention_mention ON review_mention(mention_id)",
    "CREATE INDEX review_initiative ON review(initiative_id)",
    "CREATE INDEX review_other ON review(other_id) WHERE other_id <> ''",
    "CREATE UNIQUE INDEX review_undoes ON review(undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX review_step ON review(step)",
    "CREATE INDEX review_town ON review(town_code)",
    "CREATE INDEX review_reviewer ON review(reviewer, id)",
    "ALTER TABLE initiative ADD COLUMN crawled TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE initiative ADD COLUMN changed TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE initiative ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE initiative ADD COLUMN priority REAL NOT NULL DEFAULT 0",
    "UPDATE initiative SET priority = score",
    f"CREATE INDEX initiative_queue ON initiative({_QUEUE})",
    f"CREATE INDEX initiative_queue_town ON initiative(town_code, {_QUEUE.replace(' town_code,', '')})",
    f"CREATE INDEX initiative_queue_kind ON initiative(kind, {_QUEUE.replace(' kind,', '')})",
    f"CREATE INDEX initiative_queue_status ON initiative(status, {_QUEUE.replace(' status,', '')})",
    "CREATE INDEX initiative_queue_changed ON initiative(priority DESC, id, town_code)"
    " WHERE changed <> '[]' AND merged_into IS NULL",
    "CREATE INDEX initiative_progress ON initiative(town_code, status)"
    " WHERE merged_into IS NULL AND (mentions > 0 OR status <> 'DISCOVERED')",
    "DROP INDEX initiative_town",
    "DROP INDEX initiative_kind",
    "CREATE INDEX suggestion_queue ON suggestion(score DESC, mention_a, mention_b)",
    "CREATE INDEX suggestion_town ON suggestion(town_code)",
    "CREATE INDEX suggestion_mention_b ON suggestion(mention_b)",
    "CREATE INDEX review_second_look ON review(id) WHERE action = 'verdict'"
    " AND (id * 2654435761 % 4294967296 >> 16) % 20 = 0",
    "CREATE INDEX review_looked_at ON review(value) WHERE action = 'second-look'",
    "CREATE INDEX mention_gone ON mention(town_code) WHERE gone_at IS NOT NULL",
    "CREATE INDEX mention_url ON mention(url)",
    "CREATE INDEX mention_list ON mention(list_url) WHERE list_url <> ''",
    "CREATE INDEX initiative_merged ON initiative(merged_into) WHERE merged_into IS NOT NULL",
    # the words of an initiative seldom change, its counts and status often
    "DROP TRIGGER initiative_au",
    """
    CREATE TRIGGER initiative_au AFTER UPDATE OF name, kind, street, city, url ON initiative
    WHEN (old.name, old.kind, old.street, old.city, old.url) <> (new.name, new.kind, new.street, new.city, new.url)
    BEGIN
      INSERT INTO initiative_fts(initiative_fts, rowid, name, kind, street, city, url)
      VALUES ('delete', old.rowid, old.name, old.kind, old.street, old.city, old.url);
      INSERT INTO initiative_fts(rowid, name, kind, street, city, url)
      VALUES (new.rowid, new.name, new.kind, new.street, new.city, new.url);
    END
    """,
)
"""The log of reviews, and what it comes to for each initiative."""
