"""A small honest search engine over the world's pages: BM25 on folded words, phrases, OR, exclusions, site:."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold
from sharitories_crawl.sandbox.pages import plain_text
from sharitories_crawl.sandbox.world import World

PER_PAGE = 10
_TITLE_WEIGHT = 3
_URL_WEIGHT = 2
_K1 = 1.4
_B = 0.6
_SNIPPET_WORDS = 30
_SMALL_WORDS = frozenset(
    fold(
        "a au aux d de des du en et l la le les un une pour sur dans par ou van het een in op te o os e da do i och"
    ).split()
)
_ATOM = re.compile(r'(-?)"([^"]*)"|(-?)(site:\S+)|([()])|([^\s"()]+)')


@dataclass(frozen=True, slots=True)
class Document:
    """One page as the engine remembers it."""

    url: str
    title: str
    body: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of an answer; `snippet` holds the matching words between ** marks."""

    url: str
    title: str
    snippet: str
    date: str
    score: float


@dataclass(frozen=True, slots=True)
class _Atom:
    words: tuple[str, ...]
    phrase: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Alternatives joined by OR; required where quoted or joined, merely welcome where a bare word."""

    atoms: tuple[_Atom, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class _Question:
    groups: tuple[_Group, ...]
    excluded: tuple[_Atom, ...]
    hosts: tuple[str, ...]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word


def _words(text: str) -> list[str]:
    return [_stem(word) for word in fold(text).split()]


def _question(text: str) -> _Question:
    """`coworking OR "espace partagé" Lorient -emploi site:x` in groups; an OR binds its two neighbours."""
    groups: list[list[_Atom]] = []
    excluded: list[_Atom] = []
    hosts: list[str] = []
    join = False
    for minus_quoted, quoted, minus_site, site, bracket, bare in _ATOM.findall(text):
        if bracket or minus_site:
            continue
        if site:
            hosts.append(site.removeprefix("site:").strip("/").lower())
            continue
        if bare in {"OR", "OU", "|"}:
            join = bool(groups)
            continue
        minus = minus_quoted or (bare[:1] == "-" and len(bare) > 1)
        atom = _Atom(tuple(_words(quoted or bare)), phrase=bool(quoted))
        if not atom.words:
            continue
        if minus:
            excluded.append(atom)
        elif join:
            groups[-1].append(atom)
        else:
            groups.append([atom])
        join = False
    return _Question(
        groups=tuple(_Group(tuple(atoms), required=len(atoms) > 1 or atoms[0].phrase) for atoms in groups),
        excluded=tuple(excluded),
        hosts=tuple(hosts),
    )


class SearchEngine:
    """An inverted index, built once; asking it changes nothing."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(documents)
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        self._folded: list[str] = []
        self._lengths: list[int] = []
        for number, document in enumerate(self.documents):
            body = _words(f"{document.title} {document.body}")
            counts = Counter(body)
            for word in _words(document.title):
                counts[word] += _TITLE_WEIGHT - 1
            for word in _words(document.url.removeprefix("http://").removesuffix(".html")):
                if word not in {"example", "www"}:
                    counts[word] += _URL_WEIGHT
            for word, count in counts.items():
                self._postings[word][number] = count
            self._folded.append(f" {' '.join(body)} ")
            self._lengths.append(len(body))
        self._mean_length = max(1.0, sum(self._lengths) / max(1, len(self._lengths)))

    @classmethod
    def of_world(cls, world: World) -> "SearchEngine":
        return cls(
            Document(site.url_of(page), page.title, plain_text(site, page), page.date)
            for site in world.sites.values()
            for page in site.pages
            if page.indexed
        )

    def search(self, text: str, page: int = 1) -> tuple[Hit, ...]:
        """Ten hits of this results page, best first; pages count from 1."""
        question = _question(text)
        ranked = self._rank(question)
        marks = {word for group in question.groups for atom in group.atoms for word in atom.words}
        start = (page - 1) * PER_PAGE
        return tuple(self._hit(number, score, marks) for number, score in ranked[start : start + PER_PAGE])

    def _rank(self, question: _Question) -> list[tuple[int, float]]:
        totals: dict[int, float] = defaultdict(float)
        matched: dict[int, float] = defaultdict(float)
        weights = 0.0
        required: set[int] | None = None
        for group in question.groups:
            scores: dict[int, float] = {}
            for atom in group.atoms:
                for number, score in self._atom_scores(atom).items():
                    scores[number] = max(score, scores.get(number, 0.0))
            small = all(word in _SMALL_WORDS for atom in group.atoms for word in atom.words)
            weight = 0.0 if small else 1.0
            weights += weight
            for number, score in scores.items():
                totals[number] += score
                matched[number] += weight
            if group.required:
                required = set(scores) if required is None else required & set(scores)
        banned = {number for atom in question.excluded for number in self._atom_scores(atom)}
        kept = [
            (number, score * (matched[number] / weights) ** 2 if weights else score)
            for number, score in totals.items()
            if number not in banned
            and (required is None or number in required)
            and (not question.hosts or self._on_host(number, question.hosts))
        ]
        return sorted(kept, key=lambda pair: (-pair[1], self.documents[pair[0]].url))

    def _atom_scores(self, atom: _Atom) -> dict[int, float]:
        postings = [self._postings.get(word, {}) for word in atom.words]
        if not atom.phrase:
            scores: dict[int, float] = defaultdict(float)
            for posting in postings:
                for number, count in posting.items():
                    scores[number] += self._bm25(posting, number, count)
            return scores
        phrase = f" {' '.join(atom.words)} "
        rarest = min(postings, key=len)
        return {
            number: sum(self._bm25(posting, number, posting.get(number, 0)) for posting in postings)
            for number in rarest
            if phrase in self._folded[number]
        }

    def _bm25(self, posting: dict[int, int], number: int, count: int) -> float:
        rarity = math.log(1 + (len(self.documents) - len(posting) + 0.5) / (len(posting) + 0.5))
        length = 1 - _B + _B * self._lengths[number] / self._mean_length
        return rarity * count * (_K1 + 1) / (count + _K1 * length)

    def _on_host(self, number: int, hosts: tuple[str, ...]) -> bool:
        address = self.documents[number].url.removeprefix("http://")
        return any(address.startswith(host) or address.split("/")[0].endswith("." + host) for host in hosts)

    def _hit(self, number: int, score: float, marks: set[str]) -> Hit:
        document = self.documents[number]
        return Hit(document.url, document.title, _snippet(document.body, marks), document.date, round(score, 3))


def _snippet(body: str, marks: set[str]) -> str:
    """The window with the most different matching words, those words between ** marks."""
    words = body.split()
    wanted = marks - _SMALL_WORDS
    found = [bool(wanted.intersection(_words(word))) for word in words]
    stems = [
        next(iter(wanted.intersection(_words(word))), "") if hit else "" for word, hit in zip(words, found, strict=True)
    ]
    starts = [max(0, number - 6) for number, hit in enumerate(found) if hit] or [0]
    best = max(starts, key=lambda start: (len(set(stems[start : start + _SNIPPET_WORDS]) - {""}), -start))
    window = range(best, min(len(words), best + _SNIPPET_WORDS))
    text = " ".join(f"**{words[number]}**" if found[number] else words[number] for number in window)
    before = "... " if best > 0 else ""
    after = " ..." if best + _SNIPPET_WORDS < len(words) else ""
    return f"{before}{text}{after}"
