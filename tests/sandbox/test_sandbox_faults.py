"""Each fault of the sandbox behaves as the real one it stands for."""

import gzip
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sharitories_crawl.sandbox.faults import FAULTS
from sharitories_crawl.sandbox.server import serve
from sharitories_crawl.sandbox.world_files import load_world

SLOW = 0.3


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with (
        serve(load_world(), slow_seconds=SLOW) as base,
        aiohttp.ClientSession(base, auto_decompress=False) as session,
    ):
        yield session


def ask(client: aiohttp.ClientSession, host: str, path: str = "/") -> "aiohttp.client._RequestContextManager":
    return client.get(path, headers={"Host": host}, allow_redirects=False)


def test_every_fault_stands_somewhere_in_the_world() -> None:
    sites = load_world().sites.values()
    used = {fault for site in sites for fault in (site.fault, *(page.fault for page in site.pages)) if fault}
    assert used == set(FAULTS)


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("jardins-lorient-2012.example", "/jardins-partages.html", 404),
        ("jardins-lorient-2012.example", "/composts.html", 410),
        ("repar-lorient.example", "/", 500),
        ("repar-lorient.example", "/autre", 500),
        ("wiki-fablabs-ouest.example", "/robots.txt", 500),
        ("lacolloc.example", "/robots.txt", 404),
    ],
)
async def test_plain_refusals(client: aiohttp.ClientSession, host: str, path: str, status: int) -> None:
    async with ask(client, host, path) as response:
        assert response.status == status


@pytest.mark.parametrize("path", ["/", "/robots.txt"])
async def test_a_dead_host_hangs_up(client: aiohttp.ClientSession, path: str) -> None:
    with pytest.raises(aiohttp.ClientError):
        async with ask(client, "embarcadere-cowork.example", path):
            pass


async def test_robots_files_are_the_sites_own(client: aiohttp.ClientSession) -> None:
    async with ask(client, "coworking-ouest-annuaire.example", "/robots.txt") as response:
        assert "Disallow: /\n" in await response.text()
    async with ask(client, "crawl-lent.example", "/robots.txt") as response:
        assert "Crawl-delay: 2" in await response.text()


async def test_a_chain_of_redirects_ends_at_the_new_host(client: aiohttp.ClientSession) -> None:
    async with ask(client, "lorient-lab.example") as response:
        assert response.headers["Location"] == "http://www.lorient-lab.example/accueil"
    async with ask(client, "www.lorient-lab.example", "/accueil") as response:
        assert (response.status, response.headers["Location"]) == (301, "http://lamanivelle-fablab.example/")


async def test_a_redirect_loop_never_ends(client: aiohttp.ClientSession) -> None:
    path, seen = "/", []
    for _ in range(4):
        async with ask(client, "lorient-partage.example", path) as response:
            assert response.status == 302
            path = response.headers["Location"]
            seen.append(path)
    assert seen == ["/?tour=b", "/?tour=a"] * 2


async def test_the_slow_page_drips(client: aiohttp.ClientSession) -> None:
    started = time.monotonic()
    async with ask(client, "hallepaysanne-scorff.example") as response:
        body = await response.read()
    assert time.monotonic() - started >= SLOW * 0.8
    assert b"</html>" in body


@pytest.mark.parametrize(
    ("host", "status", "retry_after"),
    [("derailleurlibre.example", 503, None), ("radesoleil.example", 429, "1")],
    ids=["503", "429"],
)
async def test_what_fails_once_is_well_the_second_time(
    client: aiohttp.ClientSession, host: str, status: int, retry_after: str | None
) -> None:
    async with ask(client, host) as response:
        assert (response.status, response.headers.get("Retry-After")) == (status, retry_after)
    async with ask(client, host) as response:
        assert response.status == 200


async def test_a_day_long_retry_after(client: aiohttp.ClientSession) -> None:
    for _ in range(2):
        async with ask(client, "annuaire-amap-bzh.example", "/56/lorient") as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "86400")


async def test_the_captcha_page_looks_like_one(client: aiohttp.ClientSession) -> None:
    async with ask(client, "laquille-cowork.example") as response:
        text = await response.text()
        assert response.status == 403
        assert response.headers["Server"] == "cloudflare"
    assert "/cdn-cgi/challenge-platform/" in text
    assert "Verifying you are human" in text


async def test_charsets_declared_wrongly_and_not_at_all(client: aiohttp.ClientSession) -> None:
    async with ask(client, "mjc-lanveur.example") as response:
        body = await response.read()
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "équipe" in body.decode("latin-1")
    async with ask(client, "etabli-keroman.example") as response:
        body = await response.read()
        assert response.headers["Content-Type"] == "text/html"
    assert b"charset=iso-8859-1" in body
    assert "dégauchisseuse" in body.decode("latin-1")


async def test_gzip_pdf_empty_huge_and_meta_refresh(client: aiohttp.ClientSession) -> None:
    async with ask(client, "outiltheque-ter.example") as response:
        assert "bricothèque" in gzip.decompress(await response.read()).decode()
    async with ask(client, "www.ville-lorient.example", "/fichiers/reglement-jardins.pdf") as response:
        assert response.content_type == "application/pdf"
        assert (await response.read()).startswith(b"%PDF")
    async with ask(client, "vieux-sel-lorient.example") as response:
        assert (response.status, await response.read()) == (200, b"")
    async with ask(client, "www.ville-lorient.example", "/archives/conseil-municipal.html") as response:
        assert len(await response.read()) >= 12_000_000
    async with ask(client, "velo-lorient-asso.example") as response:
        assert 'http-equiv="refresh" content="0; url=http://derailleurlibre.example/"' in await response.text()


@pytest.mark.parametrize(
    ("host", "path"),
    [("www.ville-lorient.example", "/archives/conseil-municipal.html"), ("hallepaysanne-scorff.example", "/")],
    ids=["huge", "slow"],
)
async def test_a_client_that_leaves_early_is_no_error(caplog: pytest.LogCaptureFixture, host: str, path: str) -> None:
    async with serve(load_world(), slow_seconds=SLOW) as base, aiohttp.ClientSession(base) as client:
        async with ask(client, host, path) as response:
            await response.content.readany()
            response.close()
        async with ask(client, "lacolloc.example") as response:
            assert response.status == 200
    assert caplog.records == []


async def test_broken_json_ld_is_broken_and_the_other_is_not(client: aiohttp.ClientSession) -> None:
    start, end = '<script type="application/ld+json">', "</script>"
    async with ask(client, "cowo-merville.example") as response:
        broken = (await response.text()).split(start)[1].split(end)[0]
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken)
    async with ask(client, "lavaguecoop.example") as response:
        whole = json.loads((await response.text()).split(start)[1].split(end)[0])
    assert whole["address"]["postalCode"] == "56100"
