"""What heads a page about something and names nobody: `Nature en ville`, `Festival`."""

import re
from collections.abc import Iterable

from sharitories_crawl.classify.forms import begins_with_head, begins_with_kind
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import LINKS
from sharitories_crawl.geo.names import fold

EVENTS = frozenset(
    ["agenda", "concert", "conference", "evenement", "feira", "festa", "festival", "foire", "forum", "mercado", "salon"]
)
"""Folded words of what takes place; alone they name nobody."""
_LAST_PLACE = re.compile(
    r"\s+(?:à|de|d[’']|in|te|van|em|de|i|på)\s?(?:[A-ZÀ-Þ][\w’'-]*[\s-]?(?:de |sur |en |la |le |les )*)+$"
)
_ARTICLED = re.compile(r"(?:la|le|les|l[’']|au|aux|chez|de|het|'t|o|a|os|as)\b", re.IGNORECASE)


def topics_of(stated: Iterable[str], keys: Iterable[str], language: str, judge: Judge) -> frozenset[str]:
    """Of folded names those that are mere topics: titles and headings, and the first word of one."""
    topics = {fold(name) for name in stated if is_topic(name) and not _says_what(name, language, judge)}
    return frozenset(topics | {key for key in keys if any(topic.startswith(f"{key} ") for topic in topics)})


def _says_what(name: str, language: str, judge: Judge) -> bool:
    """`Compost du village` may be what it is called; `Jardins à partager` tells of several."""
    if begins_with_kind(name, language, judge):
        return True
    return begins_with_head(name, language, judge) and not name.partition(" ")[0].endswith(("s", "x"))


def is_topic(words: str) -> bool:
    """Whether words head a page about something rather than name anybody: `Nature en ville`, `Réduire ses déchets`.

    No capital but the first, a place's at the end left aside, and no article of a name's own.
    """
    parts = _LAST_PLACE.sub("", words).split()
    if len(parts) < 2 or _ARTICLED.match(words):
        return False
    if any(sign.isupper() or sign.isdigit() for part in parts[1:] for sign in part) or not parts[0][1:].islower():
        return False
    return any(fold(part) not in LINKS for part in parts[1:])
