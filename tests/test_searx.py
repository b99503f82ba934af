"""A real metasearch server between the crawl and a catalogue: the labs of a town are found, in that town."""

import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from rapidfuzz import fuzz
from tests.programs import SHARITORIES, clean_environment, free_port, running
from tests.searx_server import searx

from sharitories_crawl.geo.names import fold
from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.sandbox.catalogue_file import load_catalogue_world
from sharitories_crawl.sandbox.world import Thing, World

OWN = Path(__file__).parent / "fixtures" / "labs.csv"
REAL = Path(__file__).parents[2] / "shared" / "data" / "directories" / "fablabs_io_fr_2017.json"
KINDS = ("fablab", "makerspace")
SAME_NAME = 85


@dataclass(frozen=True)
class Crawled:
    """What a crawl of a catalogue's towns through searx left behind."""

    world: World
    towns: dict[str, str]
    """Code -> name of the towns that were asked about."""
    initiatives: list[tuple[str, str, str]]
    """Town code, name, url."""
    answers: dict[str, int]
    searches: int
    """Questions that reached the sandbox's search engine."""
    database: Path

    @property
    def labs(self) -> list[Thing]:
        return [one for one in self.world.things if one.town_code in self.towns and _is_lab(one)]

    def is_found(self, lab: Thing) -> bool:
        """By its name, in its town."""
        names = (name for town, name, _ in self.initiatives if town == lab.town_code)
        return any(fuzz.token_set_ratio(fold(lab.name), fold(name)) >= SAME_NAME for name in names)

    def missed(self) -> list[str]:
        return [
            f"{self.towns[lab.town_code]}: {lab.name}: {self.why(lab)}" for lab in self.labs if not self.is_found(lab)
        ]

    def misplaced(self) -> list[str]:
        """Initiatives of a town whose site is that of things elsewhere only."""
        homes: dict[str, set[str]] = {}
        for one in self.world.things:
            homes.setdefault(_host(one.site), set()).add(one.town_code)
        return [
            f"{self.towns[town]}: {name} {url}"
            for town, name, url in self.initiatives
            if town not in homes.get(_host(url), {town})
        ]

    def why(self, lab: Thing) -> str:
        """What the database says of a lab that is no candidate."""
        address = f"%{_host(lab.site)}%"
        with closing(sqlite3.connect(self.database)) as db:
            dropped = db.execute(
                "SELECT dropped, relevance, locality_reason FROM mention WHERE town_code = ? AND url LIKE ?",
                (lab.town_code, address),
            ).fetchall()
            pages = db.execute("SELECT url, status FROM page WHERE url LIKE ?", (address,)).fetchall()
        return f"{dropped} {pages}" if dropped or pages else "no page of it was found"


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _is_lab(thing: Thing) -> bool:
    """Of a directory of labs, the ones without a kind of ours ("supernode") too."""
    return thing.kind in (*KINDS, "")


def crawl_through_searx(catalogue: Path, folder: Path) -> Crawled:
    """Ask about every town of the town list that the catalogue has something in."""
    world, towns = load_catalogue_world(catalogue), load_knowledge().towns
    codes = {one.town_code for one in world.things}
    asked = {town.code: town.name for town in towns.select("villes-moyennes", None) if town.code in codes}
    port, database = free_port(), folder / "searx.db"
    serve = [*SHARITORIES, "sandbox", "serve", "--catalogue", str(catalogue), "--port", str(port)]
    with running(serve) as sandbox:
        sandbox.wait_for_port(port)
        web = f"http://127.0.0.1:{port}"
        with searx(web, folder) as address:
            command = [
                *SHARITORIES, "crawl", "--source", "searxng", "--sandbox", web, "--db", str(database), "--json",
                "--quiet", *(word for kind in KINDS for word in ("--kind", kind)),
                *(word for code in asked for word in ("--city", code)),
            ]  # fmt: skip
            # the plan's own questions are counted here, so nothing is looked up by name
            environment = clean_environment(
                SHARITORIES_SEARXNG_URL=address, SHARITORIES_DELAY="0", SHARITORIES_MAX_NAMES="0"
            )
            ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=300)
            assert ended.returncode == 0, ended.stderr
            with urlopen(f"{web}/__log", timeout=30) as log:
                requests = json.load(log)["requests"]
    summary = json.loads(ended.stdout)
    return Crawled(
        world=world,
        towns=asked,
        initiatives=[
            (code, str(row["name"]), str(row["url"])) for code, rows in summary["towns"].items() for row in rows
        ],
        answers=summary["answers"]["searxng"],
        searches=sum(request["path"].startswith("/search?") for request in requests),
        database=database,
    )


@pytest.fixture(scope="module", params=["own", "real"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    catalogue = {"own": OWN, "real": REAL}[request.param]
    if not catalogue.exists():
        pytest.skip(f"{catalogue} is kept beside the project and is not there")
    return crawl_through_searx(catalogue, tmp_path_factory.mktemp("searx"))


def test_every_question_goes_through_searx_and_is_answered(crawled: Crawled) -> None:
    assert len(crawled.towns) >= 11
    assert crawled.answers == {"results": len(KINDS) * len(crawled.towns)}
    assert crawled.searches == len(KINDS) * len(crawled.towns)


def test_the_labs_of_a_town_are_found_in_that_town(crawled: Crawled) -> None:
    missed = crawled.missed()
    # measured: all 12 of our own, 25 of the 28 real ones; the other three name their kind but once, in passing
    assert len(missed) <= len(crawled.labs) * 0.15, "\n".join(missed)


def test_lannion_and_rodez_miss_nothing(crawled: Crawled) -> None:
    both = [lab for lab in crawled.labs if crawled.towns[lab.town_code] in ("Lannion", "Rodez")]
    assert len(both) >= 2
    assert all(map(crawled.is_found, both)), crawled.missed()


def test_no_lab_lands_in_a_wrong_town(crawled: Crawled) -> None:
    assert crawled.misplaced() == []
