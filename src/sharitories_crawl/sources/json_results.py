"""What web searches that answer in JSON have in common: a list of results, or an error that says why there is none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sharitories_crawl.models import Answer, AnswerStatus, Response, SearchResult, Town
from sharitories_crawl.sources.fields import (
    absolute_url,
    object_fields,
    one_line,
    plain_text,
    read_json,
    unreadable,
    why_no_text,
)
from sharitories_crawl.sources.walls import wall

LONGEST_SNIPPET = 600
"""Characters kept of what a result says of itself; some sources send the page. Arbitrary."""
_LONGEST_MESSAGE = 200
_READ_OF_SNIPPET = 5_000
"""Characters looked at, so that a whole page costs no more than its beginning."""

_QUOTA = re.compile(
    r"quota|usage[ _-]limit|(?:daily|monthly|plan|search(?:es)?|request)[ _-]limit[ _-](?:reached|exceeded)|"
    r"(?:no|not|out of|insufficient|exhausted)[ _-](?:enough[ _-]|more[ _-]|funds[ _-])?(?:credits?|funds|balance)|"
    r"credits?[ _-](?:are[ _-])?exhausted|budget[ _-]exceeded|payment[ _-]required",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:invalid|missing|wrong|unknown|expired|revoked|no)[ _-](?:api[ _-]?key|subscription[ _-]token|token)|"
    r"(?:api[ _-]?key|subscription[ _-]token|token)[ _-](?:is[ _-])?(?:invalid|missing|required|not[ _-]found|expired)|"
    r"unauthori[sz]ed",
    re.IGNORECASE,
)
_RATE = re.compile(r"rate[ _-]?limit|too many requests|too_many_requests|throttl", re.IGNORECASE)
_MESSAGES = ("message", "detail", "error", "description", "reason", "msg")
_CODES = ("code", "tag", "type")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a source's JSON holds what; field names as it documents them."""

    label: str
    results: tuple[str, ...]
    """Path to the list of results, e.g. ("web", "results"); a list on the way stands for its first item."""
    url: str = "url"
    title: str = "title"
    snippets: tuple[str, ...] = ("snippet",)
    """Fields that hold an extract, or a list of extracts; the first that says something is taken."""
    key: str = ""
    """Environment variable of its key; empty where it takes none."""
    nothing: Callable[[Mapping[str, object]], bool] | None = None
    """Whether an answer without the list is the source's documented way to say that it found nothing."""
    nothing_code: str = ""
    """Code of an error that means the same."""


def read_results(response: Response, layout: Layout) -> Answer:
    """Results in the source's order, or why there are none; only the source's own word makes a town empty."""
    fields = object_fields(read_json(response.text))
    succeeded = 200 <= response.status < 300
    message, codes = _message(fields) if fields else ("", "")
    entries = _at(fields, layout.results)
    if succeeded and isinstance(entries, list) and entries:
        return _answer(entries, layout)
    if layout.nothing_code and layout.nothing_code in codes.split():
        return _nothing(layout)
    if (found := wall(response)) is not None and found.status is AnswerStatus.CAPTCHA:
        return found
    if not fields:
        return _no_object(response, layout)
    if succeeded and not message:
        if isinstance(entries, list) or (entries is None and layout.nothing is not None and layout.nothing(fields)):
            return _nothing(layout)
        return unreadable("no-list", f"The answer of {layout.label} has no list {'.'.join(layout.results)}.")
    return _refused(response, layout, message, codes)


def is_spent(response: Response) -> bool:
    """Whether X-RateLimit-Remaining, which lists a short and a long term (`1, 0`), says that the long one is spent."""
    terms = response.headers.get("x-ratelimit-remaining", "").split(",")
    return len(terms) > 1 and terms[-1].strip() == "0"


def with_place(text: str, town: Town) -> str:
    """The words of a question to a search that knows no countries: the department or region tells the town apart."""
    place = town.department or town.region
    return text if not place or place.casefold() in text.casefold() else f"{text} {place}"


def first_words(text: str, most_characters: int, most_words: int = 1_000) -> str:
    """As much of a question as a source takes, cut between words."""
    words = text.split()[:most_words]
    while len(words) > 1 and len(" ".join(words)) > most_characters:
        words.pop()
    return " ".join(words)[:most_characters]


def _nothing(layout: Layout) -> Answer:
    return Answer(AnswerStatus.EMPTY, detail=f"{layout.label} says that it found nothing.")


def _answer(entries: list[object], layout: Layout) -> Answer:
    results: list[SearchResult] = []
    told: set[str] = set()
    dropped = 0
    for entry in entries:
        result = object_fields(entry)
        url = absolute_url(result.get(layout.url))
        title = _text(result.get(layout.title))
        snippets = [_text(result.get(name)) for name in layout.snippets]
        if not url or title is None or None in snippets:
            dropped += 1
        elif url not in told:
            told.add(url)
            snippet = next(filter(None, snippets), "")
            results.append(SearchResult(len(results) + 1, url, title, snippet[:LONGEST_SNIPPET].rstrip()))
    note = f"{dropped} results were dropped: wrong types or no http address." if dropped else ""
    if not results:
        return unreadable("broken-results", note)
    return Answer(AnswerStatus.RESULTS, tuple(results), detail=note)


def _text(value: object) -> str | None:
    """Words without HTML, of a text or a list of texts; empty where there are none, None for a wrong type."""
    if value is None:
        return ""
    if isinstance(value, list):
        texts = [_text(part) for part in value[:3] if not isinstance(part, list)]
        return None if None in texts or len(texts) < len(value[:3]) else " … ".join(filter(None, texts))
    return one_line(plain_text(value[:_READ_OF_SNIPPET])) if isinstance(value, str) else None


def _at(fields: Mapping[str, object], path: tuple[str, ...]) -> object:
    value: object = fields
    for name in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = object_fields(value).get(name)
    return value


def _message(fields: Mapping[str, object]) -> tuple[str, str]:
    """(what an error object says, its codes): {error}, {message}, {detail}, each a text, a list or an object."""
    said: list[str] = []
    codes: list[str] = []

    def look(value: object, depth: int) -> None:
        if isinstance(value, str):
            said.append(one_line(plain_text(value[:1_000])))
        elif isinstance(value, list) and depth < 3:
            for part in value[:3]:
                look(part, depth + 1)
        elif isinstance(value, dict) and depth < 3:
            inner = object_fields(value)
            codes.extend(one_line(inner[name]) for name in _CODES if isinstance(inner.get(name), str))
            for name in _MESSAGES:
                look(inner.get(name), depth + 1)

    for name in ("error", "errors", "message", "detail"):
        look(fields.get(name), 0)
    for holder in (fields, object_fields(fields.get("response"))):
        # Mojeek writes `ERROR: Daily Limit Reached` there, with status 200
        if isinstance(status := holder.get("status"), str) and status.upper().startswith("ERROR"):
            look(status, 0)
    if said:
        codes.extend(one_line(fields[name]) for name in _CODES if isinstance(fields.get(name), str))
    spoken = "; ".join(dict.fromkeys(filter(None, said)))
    return (spoken or " ".join(codes))[:_LONGEST_MESSAGE], " ".join(codes)


def _refused(response: Response, layout: Layout, message: str, codes: str) -> Answer:
    status, label = response.status, layout.label
    said = f" It says: {message}" if message else ""
    words = f"{codes} {message}"
    # 432 and 433 are Tavily's own, for the plan's limit and the key's
    if status in (402, 432, 433) or (status < 500 and _QUOTA.search(words)):
        return Answer(AnswerStatus.QUOTA, reason="quota", detail=f"The quota of {label} is used up.{said}")
    if status == 429 and is_spent(response):
        return Answer(AnswerStatus.QUOTA, reason="quota", detail=f"The month's quota of {label} is used up.{said}")
    if status == 429 or (status < 500 and _RATE.search(words)):
        return Answer(AnswerStatus.RATE_LIMITED, reason="too-many-requests", detail=f"{label} asks to wait.{said}")
    if layout.key and (status in (401, 403) or (status < 500 and _KEY.search(words))):
        return _wrong_key(layout, said)
    if status in (401, 403):
        return Answer(AnswerStatus.BLOCKED, reason="access-denied", detail=f"{label} denies access ({status}).{said}")
    if 400 <= status < 500 and message:
        return unreadable("bad-request", f"{label} calls the question bad ({status}).{said}")
    if status < 300:
        return unreadable("error-in-answer", f"{label} answered with an error instead of results.{said}")
    found = wall(response)
    if found is None:
        return unreadable(f"http-{status}", f"{label} answered with status {status}.{said}")
    return Answer(found.status, reason=found.reason, detail=f"{found.detail}{said}")


def _wrong_key(layout: Layout, said: str = "") -> Answer:
    """What a person can do about a key that is not taken; never with the key."""
    return Answer(
        AnswerStatus.BLOCKED,
        reason="wrong-key",
        detail=f"{layout.label} does not accept the key in {layout.key}: check it, or copy it anew.{said}",
    )


def _no_object(response: Response, layout: Layout) -> Answer:
    """The answer where the body holds no JSON object, or an empty one."""
    found = wall(response)
    is_page = "<html" in response.text[:5_000].lower()
    # 403 with a page is a firewall's word, and no judgement of the key
    if layout.key and (response.status == 401 or (response.status == 403 and not is_page)):
        return _wrong_key(layout)
    if response.status == 402:
        return Answer(AnswerStatus.QUOTA, reason="quota", detail=f"The quota of {layout.label} is used up (402).")
    if response.status == 429 and is_spent(response):
        return Answer(AnswerStatus.QUOTA, reason="quota", detail=f"The month's quota of {layout.label} is used up.")
    if (found := found or why_no_text(response)) is not None:
        return found
    if is_page:
        return unreadable("html-instead-of-json", f"{layout.label} answered with a page instead of JSON.")
    text = one_line(plain_text(response.text[:1_000]))
    if not response.text.lstrip().startswith(("{", "[")) and _QUOTA.search(text):
        return Answer(
            AnswerStatus.QUOTA, reason="quota", detail=f"The quota of {layout.label} is used up: {text[:200]}"
        )
    return unreadable("broken-json", f"The answer is not the JSON that {layout.label} gives.")
