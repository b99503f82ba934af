"""A key is sent to its source and to nobody else, and nothing repeats it."""

import gzip
from typing import TYPE_CHECKING

import pytest

from sharitories_crawl.models import Request, Response

if TYPE_CHECKING:
    from tests.fetch.conftest import OpenFetcher, Site

    from sharitories_crawl.fetch.outcome import RawExchange

SECRET = "s3cr3t-0f-a-t3st"
KEY = ("Authorization", f"Bearer {SECRET}", SECRET)


async def test_key_is_sent_in_its_header(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/search", site.page("{}", "application/json"))
    await (await open_fetcher()).ask(Request(url, json={"q": "é"}), delay=0, obey_robots=False, key=KEY)
    asked = site.asked[0]
    assert (asked.method, asked.headers["authorization"]) == ("POST", f"Bearer {SECRET}")
    assert (asked.headers["content-type"], asked.body) == ("application/json", '{"q":"é"}'.encode())


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
async def test_answer_that_repeats_the_key_is_archived_and_read_without_it(
    site: "Site", open_fetcher: "OpenFetcher", exchanges: "list[RawExchange]", packed: bool
) -> None:
    said = f'{{"error": "unknown key {SECRET}"}}'.encode()
    headers = {"Content_Encoding": "gzip"} if packed else {}
    body = gzip.compress(said) if packed else said
    url = site.script("/search", site.page(body, "application/json", "401 No", X_Key=SECRET, **headers))
    fetched = await (await open_fetcher()).ask(Request(url), delay=0, obey_robots=False, key=KEY)
    assert isinstance(fetched, Response)
    assert fetched.text == '{"error": "unknown key (key hidden)"}'
    assert SECRET not in repr(exchanges[0])
    assert SECRET.encode() not in exchanges[0].body
    assert exchanges[0].body.startswith(b'{"error"')
    assert "content-encoding" not in {name.lower() for name, _ in exchanges[0].headers}


async def test_failure_does_not_tell_the_key(site: "Site", open_fetcher: "OpenFetcher") -> None:
    url = site.script("/search", site.page("", status="302 Found", Location=f"http://10.0.0.1/{SECRET}"))
    fetched = await (await open_fetcher()).ask(Request(url), delay=0, obey_robots=False, key=KEY)
    assert not isinstance(fetched, Response)
    assert SECRET not in repr(fetched)
