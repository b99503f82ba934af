"""What a complete answer means for a page: a page, or the reason why it is none."""

from collections.abc import Callable, Mapping

from sharitories_crawl.fetch.charset import looks_like_markup, media_type
from sharitories_crawl.fetch.outcome import Failure, Fetched, FetchFailure
from sharitories_crawl.fetch.soft404 import says_not_found
from sharitories_crawl.fetch.wire import Reply
from sharitories_crawl.models import AnswerStatus, Response

WallFinder = Callable[[int, Mapping[str, str], str], tuple[AnswerStatus, str, str] | None]
"""(status, headers, text) -> (status, slug, sentence) where a wall stands in place of the page."""

_FILES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_STATUSES = {404: Failure.HTTP_404, 410: Failure.HTTP_410}


def judge_page(reply: Reply, text: str, find_wall: WallFinder | None) -> Fetched:
    """The response where it is a page; walls come before statuses, since some answer 200 and some 503."""
    status = reply.status
    wall = find_wall(status, reply.headers, text) if find_wall is not None else None
    if wall is not None and wall[0] is not AnswerStatus.RATE_LIMITED:
        slug = Failure.CAPTCHA if wall[0] is AnswerStatus.CAPTCHA else Failure.BLOCKED
        return FetchFailure(reply.url, slug, wall[2], reply.retry_after, status)
    if wall is not None or status == 429 or (status == 503 and reply.retry_after is not None):
        asked = f"; come back in {reply.retry_after:.0f} s" if reply.retry_after is not None else ""
        return FetchFailure(reply.url, Failure.RATE_LIMITED, f"answered {status}{asked}", reply.retry_after, status)
    if 200 <= status < 300:
        if why := _why_no_page(reply, text):
            return FetchFailure(reply.url, Failure.NOT_HTML, why, status=status)
        if said := says_not_found(text):
            return FetchFailure(reply.url, Failure.SOFT_404, f"answered {status}, but says “{said}”", status=status)
        return Response(reply.url, status, reply.headers, reply.body, text, reply.at)
    if status < 400:
        return FetchFailure(
            reply.url, Failure.MALFORMED_RESPONSE, f"answered {status} without an address to go to", status=status
        )
    slug = _STATUSES.get(status) or (Failure.HTTP_4XX if status < 500 else Failure.HTTP_5XX)
    return FetchFailure(reply.url, slug, f"answered {status}", status=status)


def stands_before_a_wall(reply: Reply, text: str, find_wall: WallFinder | None) -> bool:
    """Whether trying again would only be knocking at a closed door."""
    wall = find_wall(reply.status, reply.headers, text) if find_wall is not None else None
    return wall is not None and wall[0] is not AnswerStatus.RATE_LIMITED


def _why_no_page(reply: Reply, text: str) -> str:
    start = reply.body[:512]
    if start.startswith(_FILES) or (b"\0" in start and "\0" in text[:512]):
        return "said to be a page, but its bytes are those of a file"
    if reply.body and not media_type(reply.headers) and not looks_like_markup(reply.body):
        return "its type is not stated and it does not begin as a page does"
    return ""
