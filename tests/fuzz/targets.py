"""Every parser of bytes from outside: what it is given, and the one error that it may end in."""

import gzip
import stat
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.fuzz import seeds
from tests.fuzz.inputs import damaged, odd_html, odd_json, odd_robots, odd_text, odd_url

from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.errors import BadInput
from sharitories_crawl.extract.jsonld import read_jsonld
from sharitories_crawl.extract.nesting import cut_deep_nesting
from sharitories_crawl.extract.page import read_page
from sharitories_crawl.extract.structured import gather
from sharitories_crawl.extract.urls import canonicalize_url, normalize_url, site_key, social_account, unwrap_redirect
from sharitories_crawl.fetch.body import BadBody, inflate
from sharitories_crawl.fetch.charset import decode_text
from sharitories_crawl.fetch.guard import Exemptions, check_url
from sharitories_crawl.fetch.judgement import judge_page
from sharitories_crawl.fetch.kept_turns import KeptTurns
from sharitories_crawl.fetch.redirects import follow
from sharitories_crawl.fetch.robots import RobotsCache
from sharitories_crawl.fetch.traps import why_trap
from sharitories_crawl.fetch.wire import Call, Reply, read_retry_after
from sharitories_crawl.imports.lists import read_list, rejects_csv, to_lines
from sharitories_crawl.imports.records import read_cells
from sharitories_crawl.keys import load_keys
from sharitories_crawl.models import Answer, Query, Response, Town
from sharitories_crawl.pipeline.answers import leads_of
from sharitories_crawl.pipeline.tools import Knowledge, load_knowledge
from sharitories_crawl.reading import Found
from sharitories_crawl.reading.explaining import conclude
from sharitories_crawl.settings import load_settings
from sharitories_crawl.sources import SOURCES
from sharitories_crawl.sources.walls import find_wall
from sharitories_crawl.store.archive import Archive
from sharitories_crawl.store.place import Place

NOW = datetime(2026, 11, 25, tzinfo=UTC)
MOST_SECONDS = 4.0
"""Of computing, for one input; they take milliseconds."""


@dataclass(frozen=True)
class Target:
    """One parser. `parse` raises nothing but its own error type, which it takes care of itself."""

    name: str
    inputs: SearchStrategy[Any]
    parse: Callable[[Any], None]
    weight: float = 1.0
    """Its share of the inputs, against the others."""

    def check(self, given: Any) -> None:
        """Parse one input. Raises on what is not the parser's own error, and where it took too long."""
        started = time.process_time()
        self.parse(given)
        took = time.process_time() - started
        assert took < MOST_SECONDS, f"{self.name} took {took:.1f} s"


def storable(value: object) -> None:
    """Every text in a value can be written to a file and a database."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            storable(getattr(value, each.name))
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            storable(item)


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


@cache
def _town() -> Town:
    return _knowledge().towns.find("Lorient")


@contextmanager
def _file(content: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


def _source(name: str) -> Target:
    source = SOURCES[name]
    query = Query(f"{name}/56121/fablab", name, "56121", ("fablab",), "fablab Lorient", "fr")
    examples = seeds.of_source(name)
    kind = "text/html" if source.html else "application/json"
    bodies = damaged(examples) if source.html else damaged(examples) | odd_json(examples)
    headers = st.fixed_dictionaries(
        {"content-type": st.sampled_from((kind, kind, f"{kind}; charset=latin-1", "", "text/plain", "image/png"))},
        optional={"server-timing": odd_text, "retry-after": odd_text, "location": odd_text, "content-range": odd_text},
    )

    def parse(given: Any) -> None:
        body, status, headers = given
        request = source.build_request(query, _town(), source.base_url or source.example_url)
        response = Response(request.url, status, headers, body, decode_text(body, headers), NOW)
        answer = source.parse(response, query)
        assert isinstance(answer, Answer)
        storable(answer)
        storable(leads_of(answer, query, _town()))
        if source.next_page is not None:
            source.next_page(request, response)
        for record in answer.records[:3]:
            found = Found(
                _town(), name, query.id, None, record.url, record.name, record.description, "", NOW.isoformat()
            )
            storable(_knowledge().reader.read_record(record, found, by_box=source.asks_a_box))

    statuses = st.sampled_from((200, 200, 200, 200, 200, 202, 204, 400, 403, 404, 429, 500, 503, 504))
    return Target(f"source {name}", st.tuples(bodies, statuses, headers), parse)


def _page(given: Any) -> None:
    headers = {"content-type": "text/html"}
    text = decode_text(given, headers)
    assert text.startswith(cut_deep_nesting(text))
    judge_page(Reply("http://a.example/x", 200, headers, given, NOW, None), text, find_wall)
    storable(read_page("http://a.example/x", text))


def _judged(given: Any) -> None:
    facts = read_page("http://a.example/x", decode_text(given, {"content-type": "text/html"}))
    found = Found(
        _town(), "fuzz", "fuzz/56121/x", 1, facts.url, facts.title, "Un fablab à Lorient", "", NOW.isoformat()
    )
    reading = _knowledge().reader.read_page(facts, found, viewed=True)
    storable(reading)
    storable(conclude(reading, found))


def _walls(given: Any) -> None:
    body, status, headers = given
    find_wall(status, headers, decode_text(body, {"content-type": "text/html"}))


def _jsonld(given: Any) -> None:
    items, _ = read_jsonld(given.decode("utf-8", "replace"))
    gather([("json-ld", item) for item in items])


def _robots(given: Any) -> None:
    text, url = given
    rules = RobotsCache("sharitories-crawl/0.1", 60).seed("http://a.example", text.decode("utf-8", "replace"), 200, NOW)
    assert rules.delay >= 0
    rules.why_refused(f"http://a.example/{url}".encode("utf-8", "replace").decode())


def _urls(given: Any) -> None:
    check_url(given)
    why_trap(given, 2026)
    site_key(given)
    social_account(given)
    try:
        canonical = canonicalize_url(given, "http://base.example/a/b")
        normalized = normalize_url(given)
    except ValueError:
        return
    storable((canonical, normalized, unwrap_redirect(canonical)))
    assert canonicalize_url(canonical) == canonical


def _redirect(given: Any) -> None:
    reply = Reply("http://a.example/x", 302, {"location": given}, b"", NOW, None)
    onward = follow(Call(httpx.URL("http://a.example/x")), reply, Exemptions())
    if isinstance(onward, Call):
        assert onward.url.scheme in ("http", "https")
        assert not onward.url.userinfo


def _body(given: Any) -> None:
    body, coding, kind = given
    headers = {"content-encoding": coding, "content-type": kind}
    for cut in (False, True):
        try:
            plain = inflate(body, headers, 1_000_000, cut=cut)
        except BadBody:
            continue
        assert len(plain) <= max(1_000_000, len(body))
        storable(decode_text(plain, headers))


def _retry_after(given: Any) -> None:
    seconds = read_retry_after(given, NOW)
    assert seconds is None or seconds >= 0


def _archive(given: Any) -> None:
    with _file(given, "a.warc.gz") as path:
        archive = Archive(path.parent)
        for read in (archive.read, archive.read_list):
            for offset in (0, 1, len(given) // 2):
                try:
                    read(Place(path.name, offset))
                except BadInput:
                    continue


def _list(ending: str) -> Target:
    def parse(given: Any) -> None:
        try:
            own = read_list(f"labs.{ending}", given, ())
        except BadInput:
            return
        to_lines(own.rows)
        rejects_csv(own)
        for _, cells in own.rows:
            storable(replace(read_cells(cells, lambda words: "")))

    examples = seeds.lists()[ending]
    inputs = damaged(examples) | odd_json(examples) if ending in ("json", "geojson") else damaged(examples)
    return Target(f"list {ending}", inputs, parse)


def _catalogue(given: Any) -> None:
    name, content = given
    with tempfile.TemporaryDirectory() as folder:
        for other, whole in seeds.catalogue().items():
            (Path(folder) / other).write_bytes(content if other == name else whole)
        try:
            load_catalogue(Path(folder))
        except BadInput:
            return


def _settings(given: Any) -> None:
    with _file(given, "sharitories.toml") as path:
        try:
            load_settings(path.parent, {})
        except BadInput:
            return


def _keys(given: Any) -> None:
    with _file(given, "keys.env") as path:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        try:
            load_keys(("BRAVE_API_KEY",), {}, path)
        except BadInput:
            return


def _turns(given: Any) -> None:
    with _file(given, "here.turns") as path:
        KeptTurns(path, lambda: 1_800_000_000.0).of("a.example:80")


CODINGS = ("gzip", "deflate", "gzip, gzip", "br", "gzip,deflate,gzip", "", "GZIP", "identity")
KINDS = (
    "text/html",
    "text/html; charset=utf-16",
    "text/html; charset=x",
    "application/json",
    "",
    "text/html; charset=iso2022_jp",
)


@cache
def targets() -> tuple[Target, ...]:
    """All of them."""
    whole = seeds.pages()
    packed = (
        *(gzip.compress(page) for page in whole[:6]),
        zlib.compress(whole[0]),
        gzip.compress(gzip.compress(whole[0])),
    )
    toml = st.sampled_from(sorted(seeds.catalogue())).flatmap(
        lambda name: st.tuples(st.just(name), damaged((seeds.catalogue()[name],)))
    )
    return (
        *(_source(name) for name in SOURCES),
        *(_list(ending) for ending in seeds.lists()),
        Target("page", damaged(whole) | odd_html, _page, 4),
        Target("page judged", damaged(whole) | odd_html, _judged, 2),
        Target("walls", st.tuples(damaged(whole) | odd_html, st.sampled_from((200, 202, 403, 429, 503)),
                                  st.dictionaries(st.sampled_from(("cf-mitigated", "server")), odd_text)), _walls),
        Target("JSON-LD", damaged(seeds.scripts()) | odd_json(seeds.scripts()), _jsonld, 2),
        Target("robots.txt", st.tuples(damaged(seeds.ROBOTS) | odd_robots, odd_text), _robots, 3),
        Target("addresses", odd_url | st.text(max_size=60), _urls, 4),
        Target("redirects", odd_url | odd_text, _redirect, 2),
        Target("bodies", st.tuples(damaged(packed), st.sampled_from(CODINGS), st.sampled_from(KINDS)), _body, 2),
        Target("Retry-After", odd_text | st.text(alphabet="0123456789:, GMTonJa-+.e", max_size=40), _retry_after),
        Target("WARC", damaged(seeds.archives()), _archive, 2),
        Target("settings", damaged(seeds.SETTINGS), _settings),
        Target("kinds and words", toml, _catalogue, 0.5),
        Target("keys", damaged(seeds.KEYS), _keys),
        Target("kept turns", damaged(seeds.TURNS), _turns),
    )  # fmt: skip
