"""What the mentions of one initiative say together: each field from the mention that knows it best."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention, Town, Verdict
from sharitories_crawl.resolve.names import read_name, without_chrome

LONG_NAME = 70


def is_own_site(mention: Mention) -> bool:
    """The mention was read on the initiative's own site or account."""
    return is_on_site(mention.url, mention.site, mention.list_url)


def is_on_site(url: str, site: str, list_url: str) -> bool:
    """An address lies on a site and does not list others."""
    site = site.lower().rstrip("/")
    return bool(site) and not list_url and f"{_address(url)}/".startswith(f"{site}/")


def is_record(mention: Mention) -> bool:
    """The mention is an entry of a directory, which has its own id for it."""
    return bool(mention.source_id)


def trust(mention: Mention) -> float:
    """Weight of what a mention says: own site 3, directory record 2, anything else 1, times relevance (never 0)."""
    return (3.0 if is_own_site(mention) else 2.0 if is_record(mention) else 1.0) * max(mention.relevance, 0.05)


def best_name(mentions: Sequence[Mention], town: Town) -> str:
    """One of the names as written, without page chrome: a full one, by trust and frequency, then the shortest."""
    votes: defaultdict[str, float] = defaultdict(float)
    support: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        shown = without_chrome(mention.name, town)
        votes[shown] += trust(mention)
        support[read_name(shown, town).core] += trust(mention)

    def rank(shown: str) -> tuple[bool, bool, float, float, int, str]:
        name = read_name(shown, town)
        shouted = shown.isupper() and len(shown.split()) > 1
        return (
            name.is_empty or name.core == "mairie",
            len(shown) > LONG_NAME,
            -support[name.core] * (0.5 if name.is_bare else 1.0),
            -votes[shown] * (0.3 if shouted else 1.0),
            len(shown),
            shown,
        )

    return min(votes, key=rank)


def vote(mentions: Sequence[Mention], read: Callable[[Mention], str]) -> str:
    """The value with the most trust behind it, empty ones left out; the smaller string on a tie."""
    votes: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        if value := read(mention):
            votes[value] += trust(mention)
    return min(votes, key=lambda value: (-round(votes[value], 9), value), default="")


def best_url(mentions: Sequence[Mention]) -> str:
    """The front page of the own site where one was seen, else a directory record, else the most relevant page."""
    seen = [mention for mention in mentions if mention.url]
    ranked = sorted(seen, key=lambda m: (not is_own_site(m), not is_record(m), bool(m.list_url), *_depth(m)))
    return ranked[0].url if ranked else ""


def _depth(mention: Mention) -> tuple[int, float, str]:
    if is_own_site(mention):
        return (len(mention.url), -mention.relevance, mention.url)
    return (0, -mention.relevance, mention.url)


def best_address(mentions: Sequence[Mention]) -> Mention | None:
    """The mention whose street, postal code and city are to be taken together: the fullest, then the most trusted."""
    stated = [mention for mention in mentions if mention.street or mention.postal_code or mention.city]
    backing = Counter(fold(mention.street) for mention in stated)
    return min(
        stated,
        key=lambda m: (
            -bool(m.street) - bool(re.search(r"\d", m.street)),
            -bool(m.postal_code),
            -bool(m.city),
            -backing[fold(m.street)],
            -trust(m),
            m.id,
        ),
        default=None,
    )


def best_point(mentions: Sequence[Mention], address: Mention | None) -> tuple[float | None, float | None]:
    """Coordinates of the chosen address, else the most trusted ones."""
    located = [mention for mention in mentions if mention.latitude is not None and mention.longitude is not None]
    if not located:
        return None, None
    best = min(located, key=lambda m: (m is not address, -trust(m), m.id))
    return best.latitude, best.longitude


_LOCALITY = {Verdict.IN_TOWN: 0.8, Verdict.INTERCOMMUNALITY: 0.5, Verdict.UNCLEAR: 0.3, Verdict.ELSEWHERE: 0.0}
_HARD_CLUES = ("address", "postal-code", "coordinates", "record")


def score(mentions: Sequence[Mention]) -> float:
    """0 to 1: best relevance x (0.5 + 0.25 corroboration + 0.25 locality).

    Corroboration is 0 for one origin (site or directory), 0.5 for two, 0.75 for three. Locality is 1 for an address in
    the town, 0.8 for another clue of the town, 0.5 for its intercommunality, 0.3 unclear. Chosen, not fitted.
    """
    relevance = max(mention.relevance for mention in mentions)
    corroboration = 1.0 - 0.5 ** (len({origin(mention) for mention in mentions}) - 1)
    return round(relevance * (0.5 + 0.25 * corroboration + 0.25 * max(map(_locality, mentions))), 4)


def origin(mention: Mention) -> str:
    """Who speaks: the directory of a record, else the host of the page. Two pages of one host are one voice."""
    return mention.source if is_record(mention) else _address(mention.url).partition("/")[0]


def _locality(mention: Mention) -> float:
    certain = mention.locality is Verdict.IN_TOWN and mention.locality_reason.startswith(_HARD_CLUES)
    return 1.0 if certain else _LOCALITY[mention.locality]


def _address(url: str) -> str:
    """Host and path, the way own-site keys are written; empty for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return ((parts.hostname or "").removeprefix("www.").removeprefix("m.") + parts.path).lower()
