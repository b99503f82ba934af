"""Indexes that hold all columns which are counted at a time."""

FACET_INDEXES = (
    "DROP INDEX mention_town",
    "CREATE INDEX mention_town ON mention(town_code, dropped, source)",
    "DROP INDEX mention_source",
    "CREATE INDEX mention_source ON mention(source, dropped)",
    "CREATE INDEX mention_facets ON mention(dropped, source, kind, locality_reason, locality, town_code)",
    "CREATE INDEX mention_first_run ON mention(first_run_id)",
    "CREATE INDEX initiative_facets ON initiative(merged_into, mentions, status, practice, kind, actor, town_code,"
    " sources, score, latitude, id)",
    "CREATE INDEX initiative_points ON initiative(merged_into, latitude, longitude, mentions, status, town_code, kind,"
    " practice, score, id, name)",
)
"""What tables and facets are counted by, so that the rows themselves, many times as wide, need not be read."""
