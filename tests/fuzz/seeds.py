"""What the damaged inputs are made from: fixtures of the tests, pages of the sandbox, files that the tool takes in."""

import io
import json
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from openpyxl import Workbook

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.sandbox.pages import render
from sharitories_crawl.sandbox.world_files import load_world
from sharitories_crawl.store.archive import Archive

TESTS = Path(__file__).resolve().parents[1]
_ROWS = (TESTS / "fixtures" / "labs.csv").read_bytes()
_SANDBOX_PAGES = 40


def of_source(name: str) -> tuple[bytes, ...]:
    """The answers that stand among the fixtures of a source."""
    return tuple(file.read_bytes() for file in sorted((TESTS / "fixtures" / "sources" / name).glob("*.*")))


@cache
def pages() -> tuple[bytes, ...]:
    """Pages of the sandbox, of the tests, and of search engines."""
    world = load_world()
    rendered = [
        render(world, site, page).encode() for site in world.sites.values() for page in site.pages if not page.fault
    ]
    files = (*(TESTS / "extract" / "pages").glob("*.html"), *(TESTS / "fixtures" / "sources").glob("*/*.html"))
    return (*rendered[:: max(1, len(rendered) // _SANDBOX_PAGES)], *(file.read_bytes() for file in sorted(files)))


@cache
def scripts() -> tuple[bytes, ...]:
    """JSON-LD as the pages have it."""
    marked = (page.split(b"ld+json") for page in pages() if b"ld+json" in page)
    found = [part.partition(b">")[2].partition(b"</script>")[0] for _, *parts in marked for part in parts]
    return tuple(script for script in dict.fromkeys(found) if _is_json(script))


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@cache
def lists() -> dict[str, tuple[bytes, ...]]:
    """Ending -> a list of one's own in that format."""
    lines = [line.split(",") for line in _ROWS.decode().splitlines()[:12]]
    rows = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
    features = [
        {"type": "Feature", "properties": row, "geometry": {"type": "Point", "coordinates": [-3.36, 47.75]}}
        for row in rows
    ]
    book, memory = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    sheet.append([1, 2.5, datetime(2026, 1, 1), None, True, "=1/0"])
    book.save(memory)
    return {
        "csv": (
            _ROWS,
            "nom;ville\r\nLe Fab;Lorient\r\n".encode("utf-16"),
            b"\xef\xbb\xbfsep=;\nnom;ville\nCaf\xe9;x\n",
        ),
        "tsv": (_ROWS.replace(b",", b"\t"),),
        "json": (json.dumps(rows).encode(), json.dumps({"data": rows}).encode()),
        "geojson": (json.dumps({"type": "FeatureCollection", "features": features}).encode(),),
        "jsonl": ("\n".join(map(json.dumps, rows)).encode(),),
        "xlsx": (memory.getvalue(),),
    }


@cache
def archives() -> tuple[bytes, ...]:
    """A WARC file of an answer, and one of a list."""
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-A", "é"))
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    written = []
    for kind in ("answer", "list"):
        with tempfile.TemporaryDirectory() as folder:
            archive = Archive(Path(folder))
            if kind == "answer":
                archive.append("http://a.example/", 200, "OK", headers, pages()[0], moment)
            else:
                archive.append_list("labs", b'{"row": 1, "cells": {"name": "Le Fab"}}\n', moment)
            archive.close()
            written += [file.read_bytes() for file in Path(folder).iterdir()]
    return tuple(written)


@cache
def catalogue() -> dict[str, bytes]:
    """File name -> a file of kinds or words."""
    return {file.name: file.read_bytes() for file in bundled_dir("queries").glob("*.toml")}


SETTINGS = (
    b'contact = "a@b.example"\nsources = ["mojeek", "overpass"]\ndelay = 2.5\nmax_pages = 300\n'
    b'searxng_url = "http://localhost:8080"\nallow_networks = ["10.0.0.0/8"]\n',
)
KEYS = (b"# keys\nBRAVE_API_KEY=abc\nexport SERPER_API_KEY='def'\n",)
ROBOTS = (
    b"User-agent: *\nDisallow: /private/\nAllow: /private/x$\nCrawl-delay: 3\n\n"
    b"User-agent: sharitories-crawl\nDisallow: /*.php\n",
)
TURNS = (b"a.example:80 1800000000.000 2 0.000\nb.example:443 1800000000.000 30 1800009000.000\n",)
