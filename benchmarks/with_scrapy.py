"""Scrapy's contestant: robots obeyed, title, headings, links and main text by CSS, items as JSON lines."""

import time
from collections.abc import AsyncIterator, Iterator
from typing import ClassVar

from benchmarks.lap import HOSTS_AT_ONCE, Course, Lap, run_lap
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse


class PageSpider(Spider):  # type: ignore[misc]
    """Fetches the given addresses and yields one item for each."""

    name = "pages"
    custom_settings: ClassVar[dict[str, object]] = {}

    def __init__(self, urls: tuple[str, ...]) -> None:
        super().__init__()
        self._urls = urls

    async def start(self) -> AsyncIterator[Request]:
        for url in self._urls:
            yield Request(url)

    def parse(self, response: Response) -> Iterator[dict[str, object]]:
        assert isinstance(response, TextResponse)
        yield {
            "url": response.url,
            "title": response.css("title::text").get(""),
            "headings": [text.strip() for text in response.css("h1::text, h2::text, h3::text").getall()],
            "links": [response.urljoin(href) for href in response.css("a::attr(href)").getall()],
            "text": " ".join(
                text.strip()
                for text in response.css("main p::text, main h1::text, main h2::text, main li::text").getall()
            ),
        }


def contest(course: Course) -> Lap:
    """One crawl in Scrapy's own process, reactor start and feed export included."""
    items = course.folder / "items.jsonl"
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": HOSTS_AT_ONCE,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
            "FEEDS": {str(items): {"format": "jsonlines", "encoding": "utf8"}},
        }
    )
    crawler = process.create_crawler(PageSpider)
    process.crawl(crawler, urls=course.urls)
    started = time.perf_counter()
    process.start()
    seconds = time.perf_counter() - started
    with items.open(encoding="utf-8") as lines:
        kept = sum(1 for _ in lines)
    return Lap(pages=int(crawler.stats.get_value("item_scraped_count", 0)), seconds=seconds, kept=kept)


if __name__ == "__main__":
    run_lap(contest)
