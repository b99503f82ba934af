"""Names to addresses and addresses to sockets: the guard's second and third look, so that no later answer slips in."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

from sharitories_crawl.fetch.guard import Exemptions, RefusedAddress

_AddressInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
_Found = tuple[int, str]
"""(address family, IP address)"""
_AS_NUMBERS = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class GuardedResolver(AbstractResolver):
    """Resolves names as the connection is made and refuses forbidden addresses."""

    def __init__(self, exempt: Exemptions, names_at_once: int = 16) -> None:
        """`names_at_once` threads of its own: a name service that does not answer keeps no other host waiting."""
        self._exempt = exempt
        self._threads = ThreadPoolExecutor(names_at_once, thread_name_prefix="names")
        self._trusted: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises RefusedAddress where one of the addresses is forbidden, socket.gaierror where there is none."""
        if self._exempt.sandbox is not None:
            name, at = self._exempt.sandbox
            addresses = await self._look_up(name, at, family)
            return self._trusting(host, at, addresses)
        addresses = await self._look_up(host, port, family)
        if self._exempt.trusts(host, port):
            return self._trusting(host, port, addresses)
        for _, ip in addresses:
            if "%" in ip or not self._exempt.allows(ip):
                raise RefusedAddress(f"{host} leads to {ip}, which is not a public address")
        return _results(host, port, addresses)

    def open_socket(self, info: _AddressInfo) -> socket.socket:
        """A socket for an address about to be connected to, looked at once more, however it came here."""
        family, kind, protocol, _, place = info
        ip, port = place[0], place[1]
        own = (ip, port) in self._trusted or self._exempt.sandbox == (ip, port) or self._exempt.trusts(ip, port)
        if not own and (self._exempt.sandbox is not None or not self._exempt.allows(ip)):
            raise RefusedAddress(f"{ip} is not a public address")
        return socket.socket(family, kind, protocol)

    def _trusting(self, host: str, port: int, addresses: list[_Found]) -> list[ResolveResult]:
        self._trusted.update((ip, port) for _, ip in addresses)
        return _results(host, port, addresses)

    async def _look_up(self, host: str, port: int, family: int) -> list[_Found]:
        """The addresses of a name, each once and in the system's order."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        )
        return list(dict.fromkeys((kind, str(place[0])) for kind, _, _, _, place in found))

    async def close(self) -> None:
        """Wait for no name that is still being looked up."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _results(host: str, port: int, addresses: list[_Found]) -> list[ResolveResult]:
    return [
        ResolveResult(hostname=host, host=ip, port=port, family=family, proto=socket.IPPROTO_TCP, flags=_AS_NUMBERS)
        for family, ip in addresses
    ]
