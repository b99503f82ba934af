"""A year in the small: 140 towns, 365 nights, generated answers, no waiting: does a night stay as short as it was?

`python -m benchmarks.year [--towns 140] [--nights 365] [--each 25]`. Each night is a batch as the command runs it: what
is due is asked of a map on loopback, its records become mentions, towns are joined, changes noted, the archive's file
is closed. A seventh of the towns is due each night. The clock is passed in. Each week a hundredth of the initiatives
moves, is renamed, closes or opens again. Printed: CPU time and memory of the nights, and how the files grow.
"""

import argparse
import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from aiohttp import web

from sharitories_crawl.models import AskedBy, Query, Town
from sharitories_crawl.pipeline.crawl import Order, crawl
from sharitories_crawl.pipeline.tools import load_knowledge, working_store
from sharitories_crawl.pipeline.turns import town_by_town
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES

FIRST_NIGHT = datetime(2027, 1, 1, 1, tzinfo=UTC)
EACH = 25
"""Initiatives of a town."""
EVENTS = 0.01
STREETS = ("rue de la Paix", "avenue Foch", "place du Marché", "quai de la Gare", "rue des Lilas", "rue Jean Jaurès")
WORDS = ("Ruche", "Atelier", "Hangar", "Moulin", "Verger", "Comptoir", "Phare", "Grange", "Tilleul", "Canal", "Pont")


class Silent:
    """Progress that tells nobody."""

    def asked(self, asked: object, left: int) -> None: ...

    def fetched(self, url: str, status: str, left: int) -> None: ...


def element(town: Town, number: int, age: int) -> dict[str, object] | None:
    """One initiative of a town as it is at an age in weeks; None once it is closed, until it opens again."""
    chance = random.Random(f"{town.code}/{number}")
    name_of, street_of, closed = 0, 0, False
    for week in range(age + 1):
        if chance.random() < EVENTS and week:
            event = chance.choice(("name", "street", "closed"))
            name_of, street_of = name_of + (event == "name"), street_of + (event == "street")
            closed = not closed if event == "closed" else closed
    if closed:
        return None
    word = WORDS[(number + 3 * name_of) % len(WORDS)]
    house = 1 + number + 40 * street_of
    return {
        "id": f"{town.code}-{number}", "name": f"Coworking {word} {town.name} {number + 100 * name_of}",
        "geo": {"latitude": town.latitude, "longitude": town.longitude},
        "address": {
            "streetAddress": f"{house} {STREETS[(number + street_of) % len(STREETS)]}",
            "postalCode": (town.postal_codes or ("",))[0], "addressLocality": town.name, "addressCountry": town.country,
        },
        "abstract": f"Un espace de coworking associatif ouvert à tous à {town.name}.", "categories": ["Coworking"],
        "sourceKey": "Banc",
    }  # fmt: skip


async def serve(
    towns: dict[str, Town], each: int, week: Callable[[], int], requests: list[int]
) -> tuple[web.AppRunner, str]:
    """The maps of all towns on one loopback port, each found by the middle of its box."""
    at = {(round(town.longitude, 2), round(town.latitude, 2)): town for town in towns.values()}

    async def answer(request: web.Request) -> web.Response:
        requests[0] += 1
        west, south, east, north = (float(part) for part in request.query["bounds"].split(","))
        middle = ((west + east) / 2, (south + north) / 2)
        town = min(at.values(), key=lambda one: abs(one.longitude - middle[0]) + abs(one.latitude - middle[1]))
        found = [one for number in range(each) if (one := element(town, number, week())) is not None]
        return web.json_response({"licence": "https://opendatacommons.org/licenses/odbl/summary/", "data": found})

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def year(towns: int, nights: int, refresh: float, each: int, folder: Path) -> list[dict[str, float]]:
    """All nights, one after another; what each took."""
    knowledge = load_knowledge()
    chosen = {town.code: town for town in knowledge.towns.all[:towns]}
    night = 0
    requests = [0]
    runner, url = await serve(chosen, each, lambda: int(night / 7), requests)
    source = replace(SOURCES["transiscope"], delay=0.0, asked_by=AskedBy.TOWN)
    settings = load_settings(
        Path("/nonexistent"), {}, {"db": str(folder / "year.db"), "sandbox": url, "delay": 0, "refresh_days": refresh}
    )
    queries = tuple(Query(f"transiscope/{code}/all", "transiscope", code, (), "", "fr") for code in chosen)
    told = []
    share = -(-len(queries) // 7)
    for night in range(1, nights + 1):
        now = FIRST_NIGHT + timedelta(days=night)
        order = Order(
            tuple(chosen.values()), (source,), queries if night > 7 else queries[: share * night], follow=False,
            command="batch", turn=town_by_town(now - timedelta(days=refresh)), only_touched=True,
        )  # fmt: skip
        begun, asked = time.process_time(), requests[0]
        with working_store(settings.db) as store:
            outcome = await crawl(order, settings, knowledge, store, lambda at=now: at, Silent(), lambda: False)  # type: ignore[misc]
            changes = sum(store.changes.counts(outcome.run_id).values())
        told.append(
            {
                "night": night, "seconds": time.process_time() - begun, "requests": requests[0] - asked,
                "changes": changes, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "database_mb": sum(path.stat().st_size for path in folder.glob("year.db*")) / 1e6,
                "archive_mb": sum(path.stat().st_size for path in (folder / "archive").glob("*")) / 1e6,
            }
        )  # fmt: skip
        if night % 30 == 0:
            sys.stderr.write(f"{json.dumps({key: round(value, 2) for key, value in told[-1].items()})}\n")
    await runner.cleanup()
    return told


def table(told: list[dict[str, float]]) -> str:
    """Every thirtieth night and the last: CPU seconds as the median of seven nights up to it."""
    lines = [
        "| night | CPU s | peak MB | database MB | archive MB | changes so far |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for one in told:
        at = int(one["night"])
        if at == 7 or at % 60 == 30 or at == len(told):
            near = median(each["seconds"] for each in told[max(0, at - 7) : at])
            changes = sum(each["changes"] for each in told[:at])
            sizes = f"{one['peak_mb']:.0f} | {one['database_mb']:.1f} | {one['archive_mb']:.1f}"
            lines.append(f"| {at} | {near:.2f} | {sizes} | {changes:,.0f} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--towns", type=int, default=140)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--refresh", type=float, default=6.5)
    parser.add_argument("--each", type=int, default=EACH, help="initiatives of a town")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        told = asyncio.run(year(options.towns, options.nights, options.refresh, options.each, Path(scratch)))
    sys.stdout.write(f"{table(told)}\n")
    if options.nights > 37:
        late = median(one["seconds"] for one in told[-7:])
        early = median(one["seconds"] for one in told[23:30])
        sys.stdout.write(f"\nThe last week's nights take {late / early:.2f} times those before night 30.\n")
        return 0 if late <= 1.3 * early else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
