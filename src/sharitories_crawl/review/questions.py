"""The study's questions as SELECTs: how people consume, work, produce, engage; who carries it; where; what changed."""

_SIZE = (
    "CASE WHEN t.population IS NULL THEN '?' WHEN t.population < 30000 THEN '1 < 30 000'"
    " WHEN t.population < 50000 THEN '2 < 50 000' ELSE '3 ≥ 50 000' END"
)
_HELD = "FROM initiatives i JOIN town t ON t.code = i.town_code WHERE i.status <> 'OUT'"

STUDY = {
    "practices": (
        "How do people consume, work, produce, engage and finance together? By practice and kind",
        "SELECT practice, kind, count(*) AS candidates, count(DISTINCT town_code) AS towns,"
        " sum(status = 'IN') AS accepted FROM initiatives WHERE status <> 'OUT'"
        " GROUP BY practice, kind ORDER BY practice, candidates DESC",
    ),
    "who_carries": (
        "Who carries it? Share of citizens, public bodies, firms and platforms in each practice, in per cent",
        "SELECT practice, actor, count(*) AS candidates,"
        " round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY practice), 1) AS share"
        " FROM initiatives WHERE status <> 'OUT' GROUP BY practice, actor ORDER BY practice, share DESC",
    ),
    "by_town_size": (
        "Do larger towns have more? Candidates per 10,000 inhabitants by size of town",
        f"SELECT {_SIZE} AS inhabitants, count(DISTINCT t.code) AS towns, count(*) AS candidates,"
        " round(10000.0 * count(*) / (SELECT sum(u.population) FROM town u WHERE u.code IN"
        " (SELECT town_code FROM initiative) AND "
        + _SIZE.replace("t.", "u.")
        + " = "
        + _SIZE
        + f"), 2) AS per_10000 {_HELD} GROUP BY 1 ORDER BY 1",
    ),
    "by_intercommunality": (
        "Which intercommunalities have most? Candidates and kinds by intercommunality",
        "SELECT t.intercommunality, count(DISTINCT t.code) AS towns, count(*) AS candidates,"
        f" count(DISTINCT i.kind) AS kinds, round(10000.0 * count(*) / max(t.population), 2) AS per_10000 {_HELD}"
        " AND t.intercommunality <> '' GROUP BY 1 ORDER BY candidates DESC",
    ),
    "levers": (
        "Levers: which towns have places that carry others (third places, coworking, fab labs, community cafés)?",
        "SELECT t.name AS town, sum(i.kind IN ('tiers-lieu', 'coworking', 'fablab', 'cafe-associatif')) AS places,"
        " sum(i.actor = 'public') AS public, sum(i.actor = 'citizen') AS citizen, count(*) AS candidates,"
        f" count(DISTINCT i.kind) AS kinds {_HELD} GROUP BY t.code ORDER BY places DESC, candidates DESC",
    ),
    "what_changed": (
        "What changed from run to run? Discovered, evidenced anew and merged, by run",
        "SELECT run_id, CASE WHEN change LIKE 'merged%' THEN 'merged' ELSE change END AS change, count(*) AS times"
        " FROM changes GROUP BY 1, 2 ORDER BY 1 DESC, 3 DESC",
    ),
    "verdicts_by_town": (
        "How far is the review? Candidates by town and status",
        "SELECT t.name AS town, count(*) AS candidates, sum(i.status = 'IN') AS accepted,"
        " sum(i.status = 'OUT') AS rejected, sum(i.status = 'UNDECIDED') AS undecided,"
        " sum(i.status = 'DISCOVERED') AS waiting"
        " FROM initiatives i JOIN town t ON t.code = i.town_code GROUP BY t.code ORDER BY waiting DESC, town",
    ),
}
"""Name -> title and SELECT; `candidates` leads to the rows that it counts."""
