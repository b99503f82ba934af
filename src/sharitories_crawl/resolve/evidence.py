"""What two mentions have in common and what tells them apart, each asked once."""

from dataclasses import dataclass

from sharitories_crawl.resolve.agreement import agreement, bodies_differ, misspelt
from sharitories_crawl.resolve.bodies import ONE_AT_A_DOOR
from sharitories_crawl.resolve.kinship import HOUSES, Kinship, kinship
from sharitories_crawl.resolve.lexicon import BODY_OF_STEM, NETWORK_WORDS
from sharitories_crawl.resolve.places import Nearness, compare, in_other_communes
from sharitories_crawl.resolve.subjects import Subject, shared_keys


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two subjects compared."""

    a: Subject
    b: Subject
    shared: tuple[str, ...]
    """Strong keys that both hold, the most trusted first."""
    names: float
    kin: Kinship
    nearness: Nearness
    clue: str
    """How the two places stand to each other, in words; empty where they say nothing."""

    @property
    def host_keys(self) -> frozenset[str]:
        return self.a.host_keys & self.b.host_keys

    @property
    def same_place(self) -> bool:
        return self.nearness is Nearness.SAME

    @property
    def apart(self) -> bool:
        return self.nearness is Nearness.APART

    @property
    def in_other_communes(self) -> bool:
        return self.apart and in_other_communes(self.a.place, self.b.place)

    @property
    def fit(self) -> bool:
        """The kinds may be one thing's."""
        return self.kin in (Kinship.SAME, Kinship.CLOSE, Kinship.UNKNOWN)

    @property
    def same_words(self) -> bool:
        return self.a.name.stems == self.b.name.stems

    @property
    def misspelt(self) -> bool:
        """The names are a letter apart."""
        return misspelt(self.a.name, self.b.name)

    @property
    def either_empty(self) -> bool:
        return self.a.name.is_empty or self.b.name.is_empty

    @property
    def either_bare(self) -> bool:
        return self.a.name.is_bare or self.b.name.is_bare

    @property
    def both_bare(self) -> bool:
        return self.a.name.is_bare and self.b.name.is_bare and not self.either_empty

    @property
    def one_is_bare(self) -> bool:
        return self.a.name.is_bare != self.b.name.is_bare

    @property
    def same_body(self) -> bool:
        """Both say to be the same sort of public body, house or counter."""
        return bool(self.a.name.bodies & self.b.name.bodies) and not bodies_differ(self.a.name, self.b.name)

    @property
    def one_at_a_door(self) -> bool:
        """Both are a sort of body of which an address has one only."""
        return self.same_body and bool(self.a.name.bodies & self.b.name.bodies & ONE_AT_A_DOOR)

    @property
    def one_is_network(self) -> bool:
        return bool(NETWORK_WORDS & self.a.name.stems) != bool(NETWORK_WORDS & self.b.name.stems)

    @property
    def one_hosts(self) -> bool:
        """One is named as something of the other: `Cantine de la Scierie Basse` and `La Scierie Basse`."""
        if self.kin is Kinship.SAME or self.same_body:
            return False
        return any(
            inner.name.is_of
            and set(inner.name.own) >= set(outer.name.own)
            and bool(outer.name.own)
            and (outer.name.kind_words <= inner.name.kind_words or outer.mention.kind in HOUSES)
            and bool(inner.name.kind_words - outer.name.kind_words - BODY_OF_STEM.keys())
            for inner, outer in ((self.a, self.b), (self.b, self.a))
        )

    @property
    def on_other_sites(self) -> bool:
        one, other = self.a.mention.site, self.b.mention.site
        return bool(one and other) and one != other


def read_evidence(a: Subject, b: Subject) -> Evidence:
    nearness, clue = compare(a.place, b.place)
    return Evidence(
        a=a,
        b=b,
        shared=shared_keys(a, b),
        names=agreement(a.name, b.name),
        kin=kinship(a.mention, b.mention),
        nearness=nearness,
        clue=clue,
    )
