"""What the order of the queue may look at: an initiative's mentions as named clues from 0 to 1."""

import re
from collections.abc import Mapping, Sequence
from math import log1p

from sharitories_crawl.models import Mention
from sharitories_crawl.resolve.joining import is_own_site, is_record, origin

_WEIGHT = re.compile(r" \([+-][\d.]+\)$")
_MANY = 20
"""More mentions than this tell nothing new. Arbitrary."""
_LONG_NAME = 6


def clues_of(candidate: Mapping[str, object], mentions: Sequence[Mention]) -> dict[str, float]:
    """Every clue that is there. `candidate` is its row of the table initiative as the crawl made it, without edits.

    Sites are clues too, so that one that is always rejected sinks with all that it still has in the queue.
    """
    said = {name: str(candidate[name]) for name in ("name", "kind", "practice", "actor", "street")}
    clues = {
        "score": float(str(candidate["score"])),
        "relevance": max(mention.relevance for mention in mentions),
        "mentions": min(1.0, log1p(len(mentions)) / log1p(_MANY)),
        "several origins": float(len({origin(mention) for mention in mentions}) > 1),
        "own site": float(any(is_own_site(mention) for mention in mentions)),
        "in a directory": float(any(is_record(mention) for mention in mentions)),
        "on a list only": float(all(mention.list_url for mention in mentions)),
        "street": float(bool(re.search(r"\d", said["street"]))),
        "reachable": float(bool(candidate["email"] or candidate["phone"])),
        "registered": float(bool(candidate["siren"] or candidate["rna"])),
        f"kind {said['kind']}": 1.0,
        f"practice {said['practice']}": 1.0,
        f"actor {said['actor']}": 1.0,
        f"words of the name {min(len(said['name'].split()), _LONG_NAME)}": 1.0,
    }
    for mention in mentions:
        clues[f"place by {mention.locality_reason}"] = 1.0
        clues[f"source {mention.source}"] = 1.0
        clues[f"site {origin(mention)}"] = 1.0
        for reason in mention.reasons:
            if reason.startswith(("for: ", "against: ")):
                clues[_WEIGHT.sub("", reason)] = 1.0
            elif reason.endswith(" page"):
                clues[reason] = 1.0
    return {name: value for name, value in clues.items() if value}
