"""Which pairs of mentions are worth comparing: those that share a key, an address, a telling word or many trigrams."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from sharitories_crawl.resolve.agreement import LIKE_NAME, agreement, squeezed
from sharitories_crawl.resolve.lexicon import BODY_OF_STEM
from sharitories_crawl.resolve.names import Name
from sharitories_crawl.resolve.places import Place
from sharitories_crawl.resolve.subjects import Subject

# All four are arbitrary and only bound the work: no block may cost more than some ten thousand pairs.
WHOLE_BLOCK = 150
WINDOW = 30
WORD_HOLDERS = 60
NEIGHBOURS = 12
_DICE = 0.5

Pair = tuple[int, int]


def candidate_pairs(subjects: Sequence[Subject]) -> tuple[Pair, ...]:
    """Pairs of indices, the smaller first, in order.

    Two names that share nothing but a word for a kind are not among them, unless a key or an address brings them
    together. A block of more than WHOLE_BLOCK subjects is compared only between the WINDOW nearest in name.
    """
    pairs: set[Pair] = set()
    for block in _by_key_and_address(subjects):
        pairs.update(_within(block, subjects))
    by_name: defaultdict[Name, list[int]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        if not subject.name.is_empty:
            by_name[subject.name].append(index)
    by_words: defaultdict[Hashable, list[int]] = defaultdict(list)
    for name, indices in by_name.items():
        by_words[name.stems].extend(indices)
    for block in by_words.values():
        pairs.update(_within(block, subjects))
    for one, other in _like_names(list(by_name)):
        both = by_name[one] + by_name[other]
        if len(both) > WHOLE_BLOCK:
            pairs.update(_within(both, subjects))
        else:
            pairs.update((min(a, b), max(a, b)) for a in by_name[one] for b in by_name[other])
    return tuple(sorted(pairs))


def kindred_pairs(subjects: Sequence[Subject]) -> tuple[Pair, ...]:
    """Pairs that may belong together though nothing makes them one: asked about after all is joined.

    A name of kind words alone (the town's repair café) with fuller ones of that kind (a district's), and what names a
    house in its address (`Hall de la MJC`) with what is such a house.
    """
    bare: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    fuller: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    bodies: defaultdict[str, list[int]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        name = subject.name
        if name.kind_words:
            (bare if name.is_bare else fuller)[name.kind_words].append(index)
        for word in name.stems & BODY_OF_STEM.keys():
            bodies[word].append(index)
    pairs: set[Pair] = set()
    for kind, some in bare.items():
        if len(some) * len(fuller[kind]) <= WHOLE_BLOCK * WHOLE_BLOCK:
            pairs.update((min(a, b), max(a, b)) for a in some for b in fuller[kind])
    for index, subject in enumerate(subjects):
        for word in subject.place.building & bodies.keys():
            hosts = bodies[word][:WORD_HOLDERS]
            pairs.update((min(index, host), max(index, host)) for host in hosts if host != index)
    return tuple(sorted(pairs))


def _by_key_and_address(subjects: Sequence[Subject]) -> Iterator[list[int]]:
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    doors: defaultdict[str, list[int]] = defaultdict(list)
    for index, subject in enumerate(subjects):
        for key in subject.keys:
            blocks[key].append(index)
        for door in _doors(subject.place):
            doors[door].append(index)
    yield from blocks.values()
    # a house of associations holds dozens at one door; there, the name has to bring two together
    yield from (block for block in doors.values() if len(block) <= WORD_HOLDERS)


def _doors(place: Place) -> Iterator[str]:
    """The street address, and the squares of about 200 m that hold the point in two grids shifted by half a square."""
    if place.number:
        yield f"{place.number} {place.street}"
    if place.is_street or place.street.count(" "):
        yield place.street
    if place.latitude is not None and place.longitude is not None:
        for shift in (0.0, 0.5):
            yield f"{shift} {int(place.latitude * 500 + shift)} {int(place.longitude * 500 + shift)}"


def _within(block: list[int], subjects: Sequence[Subject]) -> Iterator[Pair]:
    if len(block) <= WHOLE_BLOCK:
        yield from ((min(a, b), max(a, b)) for a, b in combinations(block, 2) if a != b)
        return
    by_name = sorted(set(block), key=lambda index: (subjects[index].name.core, index))
    for at, a in enumerate(by_name):
        for b in by_name[at + 1 : at + 1 + WINDOW]:
            yield (min(a, b), max(a, b))


def _like_names(names: Sequence[Name]) -> Iterator[tuple[Name, Name]]:
    """Different names that agree enough to be compared further."""
    pairs: set[Pair] = set()
    words: defaultdict[str, list[int]] = defaultdict(list)
    initials: defaultdict[str, list[int]] = defaultdict(list)
    forms: defaultdict[str, set[int]] = defaultdict(set)
    for index, name in enumerate(names):
        for word in {*name.own, *(word for reading in name.readings for word in reading.own)}:
            words[word].append(index)
        for letters in name.initials:
            initials[letters].append(index)
        for form in {form for one in (name, *name.readings) for form in (*squeezed(one), "".join(one.own))} - {""}:
            forms[form].add(index)
    for holders in (*words.values(), *map(sorted, forms.values())):
        if len(holders) <= WORD_HOLDERS:
            pairs.update(combinations(holders, 2))
    for index, name in enumerate(names):
        pairs.update((min(index, long), max(index, long)) for long in initials.get(name.core, ()) if long != index)
    pairs.update(_trigram_neighbours(["".join(sorted(name.own or name.stems)) for name in names]))
    for a, b in pairs:
        if agreement(names[a], names[b]) >= LIKE_NAME:
            yield names[a], names[b]


def _trigram_neighbours(texts: Sequence[str]) -> Iterator[Pair]:
    """For each text the NEIGHBOURS others with which it shares most trigrams, common trigrams left aside."""
    grams = [_trigrams(text) for text in texts]
    frequency = Counter(gram for some in grams for gram in some)
    common = max(40, len(texts) // 50)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    rare = [[gram for gram in some if frequency[gram] <= common] for some in grams]
    for index, some in enumerate(rare):
        for gram in some:
            postings[gram].append(index)
    for index, some in enumerate(rare):
        shared: Counter[int] = Counter()
        for gram in some:
            shared.update(postings[gram])
        shared.pop(index, None)
        dice = (
            (2 * count / (len(some) + len(rare[other])), other)
            for other, count in shared.items()
            if 2 * count >= _DICE * (len(some) + len(rare[other]))
        )
        for _, other in _highest(dice):
            yield (min(index, other), max(index, other))


def _highest(scored: Iterable[tuple[float, int]]) -> list[tuple[float, int]]:
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:NEIGHBOURS]


def _trigrams(text: str) -> frozenset[str]:
    padded = f"^{text}$"
    return frozenset(padded[at : at + 3] for at in range(max(1, len(padded) - 2)))
