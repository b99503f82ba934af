"""The one server of the race: every page ready in memory, one hundred loopback addresses, counts of what it served."""

import argparse
import asyncio
import json
from collections import Counter
from email.utils import formatdate

from benchmarks.french_pages import build_pages
from benchmarks.machine import pin_to

_ROBOTS = b"User-agent: *\nDisallow: /wp-admin/\nDisallow: /recherche\nAllow: /wp-admin/admin-ajax.php\n"
_HEAD = "HTTP/1.1 {status}\r\nServer: nginx\r\nDate: {date}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
_MORE = "Vary: Accept-Encoding\r\nX-Powered-By: PHP/8.2\r\nCache-Control: max-age=300\r\nConnection: keep-alive\r\n\r\n"


def answer(status: str, kind: str, body: bytes) -> bytes:
    """A whole answer, as sent."""
    date = formatdate(usegmt=True)
    return (_HEAD.format(status=status, date=date, kind=kind, length=len(body)) + _MORE).encode() + body


class Served:
    """The answers by (host, path), and how often each was given since last asked."""

    def __init__(self, port: int, per_site: int) -> None:
        self.answers: dict[tuple[str, str], bytes] = {}
        self.counts: Counter[tuple[str, str]] = Counter()
        self.missing = 0
        for page in build_pages(port, per_site):
            self.answers[page.host, page.path] = answer("200 OK", "text/html; charset=utf-8", page.html.encode())
            self.answers[page.host, "/robots.txt"] = answer("200 OK", "text/plain", _ROBOTS)

    def give(self, host: str, path: str) -> bytes:
        """The answer to one request; `/served` tells and forgets the counts."""
        if path == "/served":
            robots = sum(count for (_, path), count in self.counts.items() if path == "/robots.txt")
            once = sum(1 for (_, path), count in self.counts.items() if path != "/robots.txt" and count == 1)
            pages = sum(self.counts.values()) - robots
            told = json.dumps({"pages": pages, "pages_once": once, "robots": robots, "missing": self.missing})
            self.counts.clear()
            self.missing = 0
            return answer("200 OK", "application/json", told.encode())
        found = self.answers.get((host, path))
        if found is None:
            self.missing += 1
            return answer("404 Not Found", "text/plain", b"")
        self.counts[host, path] += 1
        return found


class _Connection(asyncio.Protocol):
    def __init__(self, served: Served) -> None:
        self._served = served
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            request, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            first, *headers = request.decode("latin-1").split("\r\n")
            host = next((line.split(":", 1)[1].strip() for line in headers if line.lower().startswith("host:")), "")
            self._transport.write(self._served.give(host, first.split(" ")[1]))


async def serve(port: int, per_site: int) -> None:
    """Listen on 127.0.0.1 to 127.0.0.100 and say so; ends with the process."""
    served = Served(port, per_site)
    hosts = [f"127.0.0.{number}" for number in range(1, 101)]
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(served), hosts, port, backlog=1_000)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--per-site", type=int, required=True)
    parser.add_argument("--core", type=int, required=True)
    given = parser.parse_args()
    pin_to(given.core)
    asyncio.run(serve(given.port, given.per_site))


if __name__ == "__main__":
    main()
