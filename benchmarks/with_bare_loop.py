"""The bare loop: httpx on aiohttp with selectolax, title and links, no robots file, nothing stored."""

import asyncio
import time
from collections import deque
from urllib.parse import urljoin, urlsplit

import httpx
from benchmarks.lap import HOSTS_AT_ONCE, Course, Lap, run_lap
from httpx_aiohttp import AiohttpTransport
from selectolax.lexbor import LexborHTMLParser


async def loop(urls: tuple[str, ...]) -> tuple[int, float]:
    """(pages with a title, seconds); one host at a time for each of the workers."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    waiting = deque(hosts.values())
    titled = 0

    async def work(client: httpx.AsyncClient) -> None:
        nonlocal titled
        while waiting:
            for url in waiting.popleft():
                answer = await client.get(url)
                tree = LexborHTMLParser(answer.text)
                title = tree.css_first("title")
                links = [urljoin(url, node.attributes.get("href") or "") for node in tree.css("a[href]")]
                titled += answer.status_code == 200 and title is not None and bool(links)

    started = time.perf_counter()
    async with httpx.AsyncClient(transport=AiohttpTransport(), timeout=30) as client:
        await asyncio.gather(*(work(client) for _ in range(HOSTS_AT_ONCE)))
        return titled, time.perf_counter() - started


def contest(course: Course) -> Lap:
    titled, seconds = asyncio.run(loop(course.urls))
    return Lap(pages=titled, seconds=seconds, kept=titled)


if __name__ == "__main__":
    run_lap(contest)
