"""What people and their queries lean on; made anew at each opening, so a view is never older than the code.

What a row lends from another table is a question of its own, not a join, where rows are many: SQLite leaves it out
where nobody asks for it, as counts and most facets do not, and then reads an index alone.
"""

VIEWS = {
    "initiatives": """
SELECT i.id, i.name, i.town_code, (SELECT t.name FROM town t WHERE t.code = i.town_code) AS town,
  i.practice, i.kind, i.actor, i.status, i.score, i.url,
  trim(i.street || ', ' || i.postal_code || ' ' || i.city, ', ') AS address, i.postal_code, i.latitude, i.longitude,
  i.first_seen, i.last_seen, i.sources, i.mentions, i.email, i.phone, i.siren, i.rna, i.reasons, i.priority, i.changed,
  (SELECT v.reviewer FROM review v WHERE v.id = i.reviewed) AS reviewer,
  (SELECT v.at FROM review v WHERE v.id = i.reviewed) AS reviewed_at
FROM initiative i
WHERE i.merged_into IS NULL AND (i.mentions > 0 OR i.status <> 'DISCOVERED')
""",
    "evidence": """
SELECT (SELECT s.initiative_id FROM membership s WHERE s.mention_id = m.id) AS initiative_id,
  m.id AS mention_id, m.source, m.source_id, m.query_id, m.rank, m.url, m.title, m.snippet,
  m.locality, m.locality_reason, m.fetched_at, m.run_id, m.name, m.kind, m.relevance, m.reasons, m.licence,
  m.town_code, m.gone_at
FROM mention m WHERE m.dropped = ''
""",
    "review_queue": """
SELECT i.id, i.name, i.town, i.practice, i.kind, i.actor, i.score, i.mentions, i.sources, i.url, i.address,
  i.priority
FROM initiatives i WHERE i.status IN ('DISCOVERED', 'UNDECIDED') ORDER BY i.priority DESC, i.id
""",
    "reviews": """
SELECT r.id, r.at, r.reviewer, r.action, i.name, t.name AS town, r.status, r.reason, r.field, r.value, r.note,
  r.initiative_id, o.name AS other_name, nullif(r.other_id, '') AS other_id, r.step, r.undoes,
  EXISTS (SELECT 1 FROM review u WHERE u.undoes = r.id) AS undone
FROM review r LEFT JOIN initiative i ON i.id = r.initiative_id LEFT JOIN town t ON t.code = r.town_code
LEFT JOIN initiative o ON o.id = r.other_id
""",
    "contradictions": """
SELECT t.name AS town, a.name AS name_a, b.name AS name_b, s.initiative_id, c.mention_a, c.mention_b, c.chain
FROM contradiction c JOIN town t ON t.code = c.town_code LEFT JOIN mention a ON a.id = c.mention_a
LEFT JOIN mention b ON b.id = c.mention_b LEFT JOIN membership s ON s.mention_id = c.mention_a
""",
    "agreement": """
SELECT s.initiative_id, i.name, t.name AS town, f.status AS first_status, f.reviewer AS first_reviewer,
  f.at AS first_at, s.status AS second_status, s.reviewer AS second_reviewer, s.at AS second_at,
  f.status = s.status AS agree
FROM review s JOIN review f ON f.id = CAST(s.value AS INTEGER) LEFT JOIN initiative i ON i.id = s.initiative_id
LEFT JOIN town t ON t.code = s.town_code
WHERE s.action = 'second-look' AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes IN (s.id, f.id))
""",
    "query_status": """
SELECT q.id, q.source, q.town_code, t.name AS town, q.kinds, q.text, a.status, a.reason, a.detail, a.results,
  a.asked_at, a.retry_at, a.run_id
FROM query q JOIN town t ON t.code = q.town_code
LEFT JOIN answer a ON a.id = (SELECT max(b.id) FROM answer b WHERE b.query_id = q.id)
""",
    "failures": """
SELECT 'answer' AS what, q.source AS of, q.town_code, q.id AS subject, q.status AS slug, q.reason AS reason,
  q.detail, q.asked_at AS at, q.retry_at, q.run_id
FROM query_status q WHERE q.status NOT IN ('results', 'empty')
UNION ALL
SELECT 'page', substr(p.url, 1, instr(substr(p.url, 9) || '/', '/') + 7), '', p.url, p.status, p.status, p.detail,
  p.fetched_at, p.retry_at, p.run_id
FROM page p WHERE p.status <> 'ok'
""",
    "dropped": """
SELECT m.id AS mention_id, m.dropped AS reason, m.name, m.kind,
  (SELECT t.name FROM town t WHERE t.code = m.town_code) AS town, m.locality, m.locality_reason,
  m.place_name, m.relevance, m.source, m.query_id, m.rank, m.url, m.title, m.snippet, m.reasons, m.fetched_at
FROM mention m WHERE m.dropped > ''
""",
    "coverage": """
SELECT g.town_code, g.town, g.source, g.queries, g.asked, g.with_results, g.empty, g.failed,
  (SELECT count(DISTINCT s.initiative_id) FROM mention m JOIN membership s ON s.mention_id = m.id
    WHERE m.town_code = g.town_code AND m.dropped = '' AND m.source = g.source) AS initiatives, g.last_asked
FROM (
  SELECT t.code AS town_code, t.name AS town, q.source, count(*) AS queries,
    sum(q.status IS NOT NULL) AS asked, sum(q.status = 'results') AS with_results, sum(q.status = 'empty') AS empty,
    sum(q.status IS NOT NULL AND q.status NOT IN ('results', 'empty')) AS failed, max(q.asked_at) AS last_asked
  FROM query_status q JOIN town t ON t.code = q.town_code GROUP BY t.code, q.source
) g
""",
    "changes": """
SELECT i.first_run_id AS run_id, i.first_seen AS at, 'discovered' AS change, i.id AS initiative_id, i.name,
  (SELECT t.name FROM town t WHERE t.code = i.town_code) AS town, i.kind, i.url
FROM initiative i
UNION ALL
SELECT m.first_run_id, min(m.fetched_at), 'new evidence', i.id, i.name, t.name, i.kind, i.url
FROM mention m JOIN membership s ON s.mention_id = m.id JOIN initiative i ON i.id = s.initiative_id
JOIN town t ON t.code = i.town_code
WHERE m.first_run_id > (SELECT min(id) FROM run) AND m.first_run_id > i.first_run_id GROUP BY m.first_run_id, i.id
UNION ALL
SELECT i.run_id, i.last_seen, 'merged into ' || i.merged_into, i.id, i.name, t.name, i.kind, i.url
FROM initiative i JOIN town t ON t.code = i.town_code WHERE i.merged_into IS NOT NULL
""",
}
"""Name -> SELECT; in an order in which each uses only earlier ones."""
