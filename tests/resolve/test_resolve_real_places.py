"""Pairs of real overlapping lists of places, against pairs that share a key which the table does not show."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.cluster import cluster

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]

DIRECTORIES = Path(__file__).resolve().parents[3] / "shared" / "data" / "directories"
Row = dict[str, str]


@pytest.mark.shared
@pytest.mark.skipif(not DIRECTORIES.is_dir(), reason="the real directories are not kept beside this checkout")
def test_real_lists_of_places_are_joined_about_as_the_silver_pairs_say(mention: MakeMention, town: MakeTown) -> None:
    """Measured on all communes: precision 0.72, recall 0.83; most "wrong" pairs looked at are one place twice.

    The silver pairs are incomplete and unreviewed, so these floors guard against breakage and prove no quality.
    """
    communes: defaultdict[str, list[Row]] = defaultdict(list)
    with (DIRECTORIES / "places_fr_2022_2024.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            commune = re.sub(r" (cedex|\d).*", "", fold(row["commune"]))
            communes[f"{commune}|{row['postal_code'][:2]}"].append(row)
    chosen = [communes[key] for key in sorted(communes)[::4]]
    home = {row["record_id"]: at for at, rows in enumerate(chosen) for row in rows}
    silver = set()
    with (DIRECTORIES / "places_fr_silver_pairs.csv").open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            a, b = sorted((pair["record_a"], pair["record_b"]))
            if a in home and home.get(a) == home.get(b):
                silver.add((a, b))
    joined: set[tuple[str, ...]] = set()
    for rows in chosen:
        mentions = [
            mention(
                row["record_id"],
                row["name"],
                street=row["address"],
                postal_code=row["postal_code"],
                city=row["commune"],
            )
            for row in rows
        ]
        for group in cluster(mentions, town(rows[0]["commune"] or "?")).groups:
            joined.update(combinations(group, 2))
    assert len(silver) > 800
    assert len(joined & silver) / len(joined) > 0.65
    assert len(joined & silver) / len(silver) > 0.70
