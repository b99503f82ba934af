"""What a site's robots.txt allows, by RFC 9309, read with protego and remembered per origin."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

from sharitories_crawl.fetch.outcome import Failure

MOST_HOPS = 5
"""RFC 9309, 2.3.1.2: at least five redirects are followed; beyond them there is no file."""
_KEPT = timedelta(hours=24)
"""RFC 9309, 2.4: a copy is not used for longer."""
_KEPT_UNREACHABLE = timedelta(minutes=10)
"""Arbitrary: long enough to leave a broken site alone, short enough for a run of hours to come back to it."""


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """One robots.txt as answered; `status` is 0 where no answer came."""

    origin: str
    """Scheme, host and port: https://fablab.example"""
    status: int
    text: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What one origin asks of us."""

    file: RobotsFile
    agent: str
    rules: Protego | None
    """None where everything is allowed, or nothing, whatever the file says."""
    delay: float
    """Crawl-delay in seconds, 0 where none is asked."""
    refusal: tuple[Failure, str] | None
    """The reason why nothing at all is asked of this origin."""

    def why_refused(self, url: str) -> tuple[Failure, str] | None:
        """(slug, detail) where this address is not to be read."""
        if self.refusal is not None:
            return self.refusal
        if self.rules is None or self.rules.can_fetch(url, self.agent):
            return None
        return Failure.ROBOTS_DISALLOWED, f"{self.file.origin}/robots.txt asks not to read it"


class RobotsCache:
    """The rules of every origin asked in this run, and of those that an earlier run handed over."""

    def __init__(self, user_agent: str, max_crawl_delay: float) -> None:
        self._agent = user_agent.partition("/")[0].strip() or user_agent
        self._max_crawl_delay = max_crawl_delay
        self._rules: dict[str, RobotsRules] = {}

    def seed(
        self,
        origin: str,
        text: str,
        status: int,
        fetched_at: datetime,
        *,
        unreachable: tuple[Failure, str] | None = None,
    ) -> RobotsRules:
        """Remember one answer: 2xx is read, 3xx and 4xx allow everything, 429, 5xx and 0 (no answer) nothing."""
        refusal = None
        rules: Protego | None = None
        delay = 0.0
        if 200 <= status < 300:
            rules = _parse(text)
        elif status == 429 or not 300 <= status < 500:
            said = f"answered {status}" if status else "could not be fetched"
            refusal = unreachable or (Failure.ROBOTS_UNREACHABLE, f"{origin}/robots.txt {said}")
        if rules is not None:
            delay = max(0.0, rules.crawl_delay(self._agent) or 0.0)
            if not delay <= self._max_crawl_delay:
                asked = f"{origin}/robots.txt asks for {delay:g} s between requests"
                refusal = (Failure.CRAWL_DELAY_TOO_LONG, f"{asked}; at most {self._max_crawl_delay:g} s are kept")
        file = RobotsFile(origin, status, text, fetched_at)
        known = RobotsRules(file, self._agent, rules, delay, refusal)
        self._rules[origin] = known
        return known

    def rules(self, origin: str, now: datetime) -> RobotsRules | None:
        """What is known of an origin, or None where it must be asked (again)."""
        known = self._rules.get(origin)
        if known is None:
            return None
        answered = 200 <= known.file.status < 500 and known.file.status != 429
        return known if now - known.file.fetched_at < (_KEPT if answered else _KEPT_UNREACHABLE) else None

    def files(self) -> tuple[RobotsFile, ...]:
        """Every file known, for the store to keep."""
        return tuple(known.file for known in self._rules.values())


def _parse(text: str) -> Protego | None:
    text = text.lstrip("\ufeff \t\r\n")
    if not text or text.startswith("<"):  # a site that answers every address with its front page has no rules
        return None
    return Protego.parse(text)
