"""How far a page lies from what a source named."""

from sqlite_utils import Database


def steps_to(db: Database, url: str, town_code: str, most: int) -> int:
    """Links between what a source named for a town and a page, by the shortest way; `most` where it is no shorter."""
    (steps,) = db.execute(
        """
        WITH RECURSIVE way(url, steps) AS (
          SELECT :url, 0
          UNION
          SELECT l.found_on, way.steps + 1 FROM way JOIN lead l ON l.town_code = :town AND l.url = way.url
          WHERE way.steps < :most AND l.found_on LIKE 'http%'
        )
        SELECT min(way.steps) FROM way JOIN lead l ON l.town_code = :town AND l.url = way.url
        WHERE l.found_on NOT LIKE 'http%'
        """,
        {"url": url, "town": town_code, "most": most},
    ).fetchone()
    return most if steps is None else min(int(steps), most)
