"""Kind, practice, actor and topic of a piece of evidence, each with its reasons."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import exp

from sharitories_crawl.catalogue import Catalogue
from sharitories_crawl.classify.kinds import TEXT_LETTERS, WEIGHTS, KindReading, KindWords, Wording
from sharitories_crawl.classify.signals import OTHER_TRADES, SAID
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Actor, Classification, PageKind, PageSort
from sharitories_crawl.phrases import Times

__all__ = ["OTHER_KIND", "Judge", "Wording"]

AGAINST_HITS = 2
"""So many words of one sort make a page a job offer, an estate agent's, ...; one alone may be chance."""
LIVELY = "lively"
MOST_HITS = 3
"""Further words of one sort tell nothing new."""
_LEAST_SHARE = 0.01
OTHER_KIND = "autre"
_SHORT, _REMEMBERED = 300, 10_000
"""A possible name is asked for its kinds by every rule that weighs it; texts are asked about once. Arbitrary."""
PUBLIC_KINDS = frozenset(
    ("ludotheque", "budget-participatif", "conseil-citoyen", "velo-partage", "pepiniere", "grainotheque", "autopartage")
)
"""What a public body mostly runs itself."""
PRIVATE_KINDS = frozenset(("coworking",))
"""What firms mostly run, unless an association is named."""


_CALL = re.compile(
    r"\b(?:appels? a (?:projets?|candidatures?|idees|manifestations? d interet)|consultation|projectoproep|"
    r"oproep|chamadas? (?:de|para) projetos|manifestacao de interesse|utlysning)\b"
)
"""A title that seeks somebody to make what is not there yet."""


class Judge:
    """Compiled words of a catalogue; one Judge serves a whole run."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._practices = {kind.id: str(kind.practice) for kind in catalogue.kinds}
        self._words = KindWords(catalogue)
        self._kinds_in_short = lru_cache(_REMEMBERED)(self._kinds_in)

    def judge(
        self, wording: Wording, language: str, page: PageSort, given_kind: str = "", unsaid_kind: str = ""
    ) -> Classification:
        """What the words describe.

        `given_kind` is a directory's own word for it, and wins; `unsaid_kind` what it is where the words say no kind.
        """
        host = fold(wording.url.replace(".", " ").split("/")[2]) if page.kind is PageKind.PLATFORM else ""
        reading = self._words.read(wording, language, host)
        kind, weight, reasons = reading.kind, reading.weight, list(reading.reasons)
        given_kind = given_kind or ("" if kind else unsaid_kind)
        if given_kind:
            kind, weight = given_kind, max(weight, WEIGHTS["name"] + WEIGHTS["title"])
            reasons.append(f"the directory files it under {given_kind}")
        said = tuple(fold(part) for part in (wording.title, wording.description, wording.text[:TEXT_LETTERS]))
        relevance = 1 - exp(-weight / 2.5)
        counts, actors, days = _counts(said)
        for slug, count in counts.items():
            if count >= AGAINST_HITS and slug != LIVELY and not given_kind:
                relevance *= 0.45
                reasons.append(f"reads like {slug} ({count} words)")
        trade = next((hit.phrase for hit in OTHER_TRADES.find(fold(wording.name))), "")
        if trade and not given_kind:
            relevance *= 0.3
            reasons.append(f"its name says “{trade}”: another trade")
        signals = {
            **_kind_signals(reading, given_kind),
            **{f"words:{slug}": min(count, MOST_HITS) / MOST_HITS for slug, count in counts.items()},
            **{f"page:{page_kind}": share for page_kind, share in page.shares if share >= _LEAST_SHARE},
            **{f"like:{sort}": value for sort, value in page.likenesses},
            "words:days": float(days),
            "title:call": float(_CALL.search(said[0]) is not None),
            "name:other-trade": float(bool(trade)),
        }
        return Classification(
            kind=kind or OTHER_KIND,
            practice=self._practices.get(kind or OTHER_KIND, ""),
            actor=_actor(actors, page.kind, kind),
            relevance=round(relevance, 3),
            page=page,
            reasons=tuple(reasons),
            signals=tuple((signal, value) for signal, value in signals.items() if value),
        )

    def practice(self, kind: str) -> str:
        """The practice that a kind belongs to, or empty for an unknown one."""
        return self._practices.get(kind, "")

    def speaks_of_citizens(self, text: str) -> bool:
        """Whether an association, volunteers, inhabitants are spoken of."""
        _, actors, _ = _counts((fold(text[:TEXT_LETTERS]),))
        return actors.get(Actor.CITIZEN, 0) > 0

    def kinds_in(self, text: str, language: str) -> tuple[tuple[str, str, int], ...]:
        """Kinds named in a text by words that need no company: (kind, folded word, position in the folded text)."""
        return self._kinds_in_short(text, language) if len(text) <= _SHORT else self._kinds_in(text, language)

    def _kinds_in(self, text: str, language: str) -> tuple[tuple[str, str, int], ...]:
        hits = self._words.of(language).find(fold(text))
        return tuple([(word.kind, phrase, start) for phrase, start, word in hits if not word.weak])


def _kind_signals(reading: KindReading, given_kind: str) -> dict[str, float]:
    if given_kind:
        return {"kind:filed": 1.0}
    if not reading.kind:
        return {"kind:none": 1.0}
    return {
        **{f"kind:{place}": 1.0 for place in reading.places},
        "kind:weak": float(reading.weak),
        "kind:much": 1 - exp(-reading.weight / 4),
    }


def _actor(counts: Mapping[str, int], page_kind: PageKind, kind: str) -> str:
    citizen, public, private = (counts.get(actor, 0) for actor in (Actor.CITIZEN, Actor.PUBLIC, Actor.PRIVATE))
    if page_kind is PageKind.PUBLIC_BODY and (kind in PUBLIC_KINDS or citizen <= 1 or public > citizen):
        return str(Actor.PUBLIC)
    if kind in PRIVATE_KINDS and citizen <= private + 1:
        return str(Actor.PRIVATE)
    # a page that names both an association and the town hall is mostly the association's, helped by the town hall
    if citizen:
        return str(Actor.CITIZEN)
    if public and public >= private and (kind in PUBLIC_KINDS or public > 1):
        return str(Actor.PUBLIC)
    return str(Actor.PRIVATE) if private > 1 else str(Actor.CITIZEN)


def _counts(said: Iterable[str]) -> tuple[dict[str, int], dict[str, int], bool]:
    """How many words speak against an initiative, by sort, and for each sort of actor; whether the last names days."""
    against: dict[str, int] = {}
    actors: dict[str, int] = {}
    days: Sequence[Times[str]] = ()
    for part in said:
        said_against, said_of_actors, days = SAID.count(part)
        for _, slug, times in said_against:
            against[slug] = against.get(slug, 0) + times
        for _, actor, times in said_of_actors:
            actors[actor] = actors.get(actor, 0) + times
    return against, actors, bool(days)
