"""How long it takes to resolve a whole table of places into entities, and how much memory; prints, writes nothing.

Run as `python -m benchmarks.resolve_speed [places_fr.csv]`. One process on one core; the limit is held against its CPU
time, because other work on the machine shows in the clock.
"""

import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.machine import cores, describe, peak_memory, pin_to

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.evaluation.places_table import load_places
from sharitories_crawl.geo.gazetteer import load_gazetteer
from sharitories_crawl.models import Mention
from sharitories_crawl.resolve.initiatives import resolve

PLACES = Path(__file__).parents[2] / "shared" / "data" / "directories" / "places_fr_2022_2024.csv"
MOST_SECONDS = 60.0
MOST_MEGABYTES = 500.0


def main() -> None:
    machine = describe()
    pin_to(cores()[-1])
    began, worked = time.perf_counter(), time.process_time()
    table = load_places(
        Path(sys.argv[1]) if len(sys.argv) > 1 else PLACES, load_gazetteer(bundled_dir("data") / "communes.csv.gz")
    )
    towns: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in table.mentions:
        towns[mention.town_code].append(mention)
    loaded = time.perf_counter()
    initiatives = asked = related = 0
    for code, mentions in towns.items():
        found = resolve(mentions, table.towns[code], {})
        initiatives += len(found.initiatives)
        asked += len(found.suggestions)
        related += len(found.related)
    ended, cpu, peak = time.perf_counter(), time.process_time() - worked, peak_memory()
    print(f"Machine: {machine}; one core used.")
    print(f"{len(table.mentions):,} rows of {len(towns):,} communes, the fullest of {max(map(len, towns.values()))}")
    print(f"{initiatives:,} entities, {asked:,} pairs to ask about, {related:,} pairs related")
    print(f"read in {loaded - began:.1f} s, resolved in {ended - loaded:.1f} s; CPU {cpu:.1f} s; peak {peak:.0f} MB")
    within = cpu <= MOST_SECONDS and peak <= MOST_MEGABYTES
    print(f"{'within' if within else 'NOT WITHIN'} {MOST_SECONDS:.0f} s and {MOST_MEGABYTES:.0f} MB")
    sys.exit(0 if within else 1)


if __name__ == "__main__":
    main()
