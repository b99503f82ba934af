"""Addresses and names that try to lead inside: each is refused before a connection is made, let alone a byte sent."""

import asyncio
import socket
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from sharitories_crawl.fetch.outcome import Failure, FetchFailure
from sharitories_crawl.fetch.resolver import GuardedResolver
from sharitories_crawl.models import Response

if TYPE_CHECKING:
    from aiohttp.abc import ResolveResult
    from tests.fetch.conftest import OpenFetcher, Site

BAD, ADDRESS, PORT = Failure.BAD_URL, Failure.REFUSED_ADDRESS, Failure.REFUSED_PORT

# {p} is the port of a server that listens on every address of this machine
HOSTILE: tuple[tuple[str, Failure], ...] = (
    # 127.0.0.1 in every way in which some parser reads it
    ("http://127.0.0.1:{p}/", ADDRESS),
    ("http://127.0.0.1.:{p}/", ADDRESS),
    ("http://127.1:{p}/", ADDRESS),
    ("http://127.0.1:{p}/", ADDRESS),
    ("http://127.255.255.254:{p}/", ADDRESS),
    ("http://2130706433:{p}/", ADDRESS),
    ("http://0x7f000001:{p}/", ADDRESS),
    ("http://0x7f.0.0.1:{p}/", ADDRESS),
    ("http://0X7F.1:{p}/", ADDRESS),
    ("http://017700000001:{p}/", ADDRESS),
    ("http://0177.0.0.1:{p}/", BAD),
    ("http://0177.1:{p}/", ADDRESS),
    ("http://127.0.0.0x1:{p}/", ADDRESS),
    ("http://127.00.00.01:{p}/", BAD),
    ("http://4294967297:{p}/", BAD),
    ("http://127.0.0.1.2:{p}/", BAD),
    ("http://%31%32%37.0.0.1:{p}/", BAD),
    ("http://①②⑦.⓪.⓪.①:{p}/", BAD),
    ("http://１２７.０.０.１:{p}/", BAD),
    ("http://127。0。0。1:{p}/", ADDRESS),
    ("http://127．0．0．1:{p}/", ADDRESS),
    ("http://0:{p}/", ADDRESS),
    ("http://0.0.0.0:{p}/", ADDRESS),
    # IPv6
    ("http://[::1]:{p}/", ADDRESS),
    ("http://[0:0:0:0:0:0:0:1]:{p}/", ADDRESS),
    ("http://[0000:0000:0000:0000:0000:0000:0000:0001]:{p}/", ADDRESS),
    ("http://[::]:{p}/", ADDRESS),
    ("http://[::ffff:127.0.0.1]:{p}/", ADDRESS),
    ("http://[::ffff:7f00:1]:{p}/", ADDRESS),
    ("http://[0:0:0:0:0:ffff:127.0.0.1]:{p}/", ADDRESS),
    ("http://[::127.0.0.1]:{p}/", ADDRESS),
    ("http://[::ffff:0:127.0.0.1]:{p}/", ADDRESS),
    ("http://[64:ff9b::127.0.0.1]:{p}/", ADDRESS),
    ("http://[64:ff9b:1::7f00:1]:{p}/", ADDRESS),
    ("http://[2002:7f00:1::]:{p}/", ADDRESS),
    ("http://[2002:a00:1::]/", ADDRESS),
    ("http://[2001:0:7f00:1::]/", ADDRESS),
    ("http://[fe80::1]:{p}/", ADDRESS),
    ("http://[fe80::1%25lo]:{p}/", ADDRESS),
    ("http://[fc00::1]/", ADDRESS),
    ("http://[fec0::1]/", ADDRESS),
    ("http://[ff02::1]/", ADDRESS),
    ("http://[2001:db8::1]/", ADDRESS),
    ("http://[::1/", BAD),
    ("http://::1:{p}/", BAD),
    # private, shared, reserved
    ("http://10.0.0.1/", ADDRESS),
    ("http://172.16.0.1/", ADDRESS),
    ("http://172.31.255.255/", ADDRESS),
    ("http://192.168.0.1/", ADDRESS),
    ("http://3232235521/", ADDRESS),
    ("http://100.64.0.1/", ADDRESS),
    ("http://198.18.0.1/", ADDRESS),
    ("http://192.0.2.1/", ADDRESS),
    ("http://224.0.0.1/", ADDRESS),
    ("http://239.255.255.250/", ADDRESS),
    ("http://240.0.0.1/", ADDRESS),
    ("http://255.255.255.255/", ADDRESS),
    # metadata services
    ("http://169.254.169.254/latest/meta-data/", ADDRESS),
    ("http://2852039166/latest/meta-data/", ADDRESS),
    ("http://0xa9fea9fe/", ADDRESS),
    ("http://0251.0376.0251.0376/", BAD),
    ("http://[::ffff:169.254.169.254]/", ADDRESS),
    ("http://[fd00:ec2::254]/latest/", ADDRESS),
    ("http://168.63.129.16/", ADDRESS),
    ("http://100.100.100.200/latest/", ADDRESS),
    ("http://192.0.0.192/opc/v1/", ADDRESS),
    # credentials
    ("http://user@127.0.0.1:{p}/", BAD),
    ("http://user:word@fablab.example/", BAD),
    ("http://fablab.example@127.0.0.1:{p}/", BAD),
    ("http://fablab.example%40127.0.0.1:{p}/", BAD),
    ("http://:word@127.0.0.1:{p}/", BAD),
    # schemes
    ("file:///etc/passwd", BAD),
    ("ftp://127.0.0.1:{p}/", BAD),
    ("gopher://127.0.0.1:{p}/_x", BAD),
    ("dict://127.0.0.1:{p}/d", BAD),
    ("ws://127.0.0.1:{p}/", BAD),
    ("javascript:alert(1)", BAD),
    ("data:text/html,x", BAD),
    ("view-source:http://127.0.0.1:{p}/", BAD),
    ("//127.0.0.1:{p}/", BAD),
    ("http:127.0.0.1:{p}/", BAD),
    # the ports of other protocols
    ("http://fablab.example:22/", PORT),
    ("http://fablab.example:25/", PORT),
    ("http://fablab.example:0/", PORT),
    ("http://fablab.example:110/", PORT),
    ("http://fablab.example:587/", PORT),
    ("http://fablab.example:2049/", PORT),
    ("http://fablab.example:6000/", PORT),
    ("http://fablab.example:6667/", PORT),
    ("http://fablab.example:10080/", PORT),
    ("https://fablab.example:5061/", PORT),
    ("http://fablab.example:65536/", BAD),
    ("http://fablab.example:-1/", BAD),
    # what breaks out of a host or a line
    ("http://127.0.0.1:{p}\\@fablab.example/", BAD),
    ("http://fablab.example\\.127.0.0.1:{p}/", BAD),
    ("http://127.0.0.1\t:{p}/", BAD),
    ("http://127.0.0.1%00.fablab.example:{p}/", BAD),
    ("http://127.0.0.1%0d%0a:{p}/", BAD),
    ("http://local host:{p}/", BAD),
    ("http://fablab.example/\r\nHost: 127.0.0.1", BAD),
    ("http://fablab.example/" + "a" * 9000, BAD),
)
NAMES: dict[str, tuple[str, ...]] = {
    "localhost": ("127.0.0.1", "::1"),
    "localhost.": ("127.0.0.1",),
    "a.localhost": ("127.0.0.1",),
    "loopback.fablab.example": ("127.0.0.1",),
    "loopback6.fablab.example": ("::1",),
    "mapped.fablab.example": ("::ffff:127.0.0.1",),
    "compatible.fablab.example": ("::7f00:1",),
    "nat64.fablab.example": ("64:ff9b::7f00:1",),
    "six-to-four.fablab.example": ("2002:7f00:1::",),
    "teredo.fablab.example": ("2001::7f00:1",),
    "private.fablab.example": ("10.0.0.1",),
    "home.fablab.example": ("192.168.1.1",),
    "office.fablab.example": ("172.20.0.1",),
    "carrier.fablab.example": ("100.64.0.1",),
    "link.fablab.example": ("169.254.10.10",),
    "link6.fablab.example": ("fe80::1",),
    "unique.fablab.example": ("fd12:3456::1",),
    "multicast.fablab.example": ("224.0.0.251",),
    "broadcast.fablab.example": ("255.255.255.255",),
    "zero.fablab.example": ("0.0.0.0",),
    "metadata.google.internal": ("169.254.169.254",),
    "metadata.azure.example": ("168.63.129.16",),
    "instance-data.ec2.internal": ("169.254.169.254",),
    "both.fablab.example": ("93.184.215.14", "127.0.0.1"),
    "both-sorts.fablab.example": ("2606:2800:21f:cb07::1", "127.0.0.1"),
    "127.0.0.1.nip.example": ("127.0.0.1",),
    "printer": ("192.168.1.9",),
}
"""Host name -> the addresses that its name service gives."""

_connected: list[object] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in ("socket.connect", "socket.sendto"):
        _connected.append(arguments[1])


sys.addaudithook(_watch)


@pytest.fixture
def connected() -> Iterator[list[object]]:
    """Where this process tried to connect to, from now on."""
    global _watching  # noqa: PLW0603
    _connected.clear()
    _watching = True
    yield _connected
    _watching = False


def _names_are(monkeypatch: pytest.MonkeyPatch, names: dict[str, tuple[str, ...]]) -> list[str]:
    """Let these names have these addresses; gives the names as they are looked up."""
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *more: Any) -> Any:
        if host not in names:
            return real(host, port, *more)
        looked_up.append(host)
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (ip, port, 0, 0))
            if ":" in ip
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))
            for ip in names[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return looked_up


def test_the_table_is_long_enough() -> None:
    assert len(HOSTILE) + len(NAMES) >= 60
    assert len({url for url, _ in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(("url", "slug"), HOSTILE, ids=lambda text: str(text)[:60].encode("ascii", "replace").decode())
async def test_hostile_address_is_refused_before_a_connection(
    site: "Site", open_fetcher: "OpenFetcher", connected: list[object], url: str, slug: Failure
) -> None:
    fetched = await (await open_fetcher(allow_networks=())).fetch_page(url.replace("{p}", str(site.port)))
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is slug, fetched.detail
    assert (connected, site.asked) == ([], [])


@pytest.mark.parametrize(("url", "slug"), HOSTILE, ids=lambda text: str(text)[:60].encode("ascii", "replace").decode())
async def test_a_redirect_to_it_is_refused_too(
    site: "Site", open_fetcher: "OpenFetcher", url: str, slug: Failure
) -> None:
    target = url.replace("{p}", str(site.port))
    if "\r" in target or target.startswith(("//", "http:127")):
        pytest.skip("no header holds it, or it is a relative address there")
    raw = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target.encode() + b"\r\n\r\n"
    site.script("/inside", raw)
    # the first address alone is let through, by name; where it leads is not
    trusted = frozenset({f"localhost:{site.port}"})
    fetched = await (await open_fetcher(allow_networks=(), trusted_hosts=trusted)).fetch_page(
        f"http://localhost:{site.port}/inside"
    )
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is slug, fetched.detail
    assert site.paths == ["/inside"]


@pytest.mark.parametrize("name", NAMES)
async def test_name_that_leads_inside_is_refused_before_a_connection(
    site: "Site", open_fetcher: "OpenFetcher", connected: list[object], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    looked_up = _names_are(monkeypatch, NAMES)
    fetched = await (await open_fetcher(allow_networks=())).fetch_page(f"http://{name}:{site.port}/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is ADDRESS, fetched.detail
    assert looked_up
    assert (connected, site.asked) == ([], [])


async def test_a_name_that_is_public_first_and_private_then_is_refused_then(
    site: "Site", open_fetcher: "OpenFetcher", monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.2 stands for a public address: the one network that is let through."""
    names: dict[str, tuple[str, ...]] = {"rebind.example": ("127.0.0.2",)}
    looked_up = _names_are(monkeypatch, names)
    fetcher = await open_fetcher(allow_networks=("127.0.0.2/32",))
    page = site.script("/a", site.page()).replace("127.0.0.1", "rebind.example")
    assert isinstance(await fetcher.fetch_page(page), Response)
    asked, times = len(site.asked), len(looked_up)

    names["rebind.example"] = ("127.0.0.1",)
    fetched = await (await open_fetcher(allow_networks=("127.0.0.2/32",))).fetch_page(page)
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is ADDRESS
    assert len(looked_up) > times
    assert len(site.asked) == asked


async def test_between_two_requests_of_one_page_a_name_may_not_move_inside(
    site: "Site", open_fetcher: "OpenFetcher", monkeypatch: pytest.MonkeyPatch
) -> None:
    names: dict[str, tuple[str, ...]] = {"rebind.example": ("127.0.0.2",)}
    looked_up = _names_are(monkeypatch, names)
    inside = await _listen()

    async def move(writer: Any) -> None:
        names["rebind.example"] = ("127.0.0.1",)
        writer.write(site.redirect(f"http://rebind.example:{inside.port}/secret"))

    page = site.script("/a", move).replace("127.0.0.1", "rebind.example")
    fetched = await (await open_fetcher(allow_networks=("127.0.0.2/32",))).fetch_page(page)
    inside.close()
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is ADDRESS
    assert looked_up == ["rebind.example", "rebind.example"]
    assert inside.connections == 0


async def test_the_socket_itself_is_guarded(
    site: "Site", open_fetcher: "OpenFetcher", connected: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where an address slips through the resolver, say by a change in the library below."""

    async def careless(
        self: GuardedResolver, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> "list[ResolveResult]":
        return [
            {"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 6, "flags": 0},
        ]

    monkeypatch.setattr(GuardedResolver, "resolve", careless)
    fetched = await (await open_fetcher(allow_networks=())).fetch_page(f"http://slipped.example:{site.port}/")
    assert isinstance(fetched, FetchFailure)
    assert fetched.slug is ADDRESS, fetched.detail
    assert (connected, site.asked) == ([], [])


async def test_the_proxy_of_the_environment_is_not_used(
    site: "Site", open_fetcher: "OpenFetcher", monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = await _listen()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    assert isinstance(await (await open_fetcher()).fetch_page(site.script("/a", site.page())), Response)
    proxy.close()
    assert proxy.connections == 0


def test_names_are_looked_up_by_the_guard_alone() -> None:
    assert issubclass(GuardedResolver, aiohttp.abc.AbstractResolver)
    assert not issubclass(GuardedResolver, aiohttp.ThreadedResolver)


class _Listener:
    """A server on 127.0.0.1 that only counts who comes."""

    def __init__(self) -> None:
        self.connections = 0
        self.port = 0
        self._server: Any = None

    async def start(self) -> None:
        async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            writer.close()

        self._server = await asyncio.start_server(count, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        self._server.close()


async def _listen() -> _Listener:
    listener = _Listener()
    await listener.start()
    return listener
