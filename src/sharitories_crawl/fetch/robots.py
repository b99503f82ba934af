"""What a site's robots.txt allows, by RFC 9309, read with protego and remembered per origin."""

import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from protego import Protego

from sharitories_crawl.fetch.outcome import Failure

MOST_HOPS = 5
"""RFC 9309, 2.3.1.2: at least five redirects are followed; beyond them there is no file."""
_KEPT = timedelta(hours=24)
"""RFC 9309, 2.4: a copy is not used for longer."""
_KEPT_UNREACHABLE = timedelta(minutes=10)
"""Arbitrary: long enough to leave a broken site alone, short enough for a run of hours to come back to it."""
_MOST_KEPT = 2_000_000
"""Characters of rules kept at once: the parser takes up to 80 times as many bytes (20 for plain paths)."""
_LINES = re.compile(r"\r\n|\r|\n")
_AGENT = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)
_RULE = re.compile(
    r"\s*(?:allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw|crawl[- ]delay)(?:\s*:|\s|$)", re.IGNORECASE
)
"""With the misspellings that the parser knows."""
_TOKEN = re.compile(r"[a-z_-]+")
# the parser takes these for ends of lines too; RFC 9309 knows CR and LF alone
_NO_LINE_ENDS = {ord(mark): quote(mark) for mark in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """One robots.txt as answered; `status` is 0 where no answer came."""

    origin: str
    """Scheme, host and port: https://fablab.example"""
    status: int
    text: str
    """The lines of it that are about us."""
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
    """The rules of the origins asked in this run, and of those that an earlier run handed over."""

    def __init__(self, user_agent: str, max_crawl_delay: float) -> None:
        self._agent = user_agent.partition("/")[0].strip() or user_agent
        self._max_crawl_delay = max_crawl_delay
        self._rules: OrderedDict[str, RobotsRules] = OrderedDict()
        self._kept = 0

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
            text = rules_for(text, self._agent)
            rules = Protego.parse(text) if text else None
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
        self._keep(origin, known)
        return known

    def _keep(self, origin: str, known: RobotsRules) -> None:
        """The newest stay, as far as memory goes; what was left out is asked for again when it matters."""
        earlier = self._rules.pop(origin, None)
        self._kept += len(known.file.text) - (len(earlier.file.text) if earlier is not None else 0)
        self._rules[origin] = known
        while self._kept > _MOST_KEPT and len(self._rules) > 1:
            _, left_out = self._rules.popitem(last=False)
            self._kept -= len(left_out.file.text)

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


def rules_for(text: str, agent: str) -> str:
    """The groups of a robots.txt that are for this crawler or for all; empty where there are none.

    A group names the crawler by its product token, whatever follows it (RFC 9309, 2.2.1), or by the token up to a
    hyphen. What is for others goes first, since thousands of foreign groups cost the parser minutes.
    """
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):  # a site that answers every address with its front page has no rules
        return ""
    token = agent.lower()
    kept: list[str] = []
    ours = naming = False
    for line in _LINES.split(text.translate(_NO_LINE_ENDS)):
        if named := _AGENT.match(line):
            ours = ours and naming
            naming = True
            name = named.group(1).strip().lower()
            found = _TOKEN.match(name)
            if name.startswith("*"):
                kept.append("User-agent: *")
                ours = True
            elif found and (found.group() == token or token.startswith(f"{found.group()}-")):
                kept.append(f"User-agent: {found.group()}")
                ours = True
        elif _RULE.match(line):
            naming = False
            if ours:
                kept.append(line)
    return "\n".join(kept)
