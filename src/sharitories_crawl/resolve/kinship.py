"""Which kinds may be one initiative seen twice: a fablab also as a tiers-lieu, a currency never as its association."""

from enum import StrEnum

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention

CURRENCY = "monnaie-locale"

_FAMILIES = (
    frozenset({"coworking", "tiers-lieu", "fablab", "makerspace", "hackerspace", "pepiniere", "cafe-associatif"}),
    frozenset({"recyclerie", "ressourcerie", "friperie", "objetheque", "bricotheque", "materiautheque", "donnerie"}),
    frozenset({"repair-cafe", "atelier-autoreparation", "atelier-velo", "repair-party"}),
    frozenset({"amap", "magasin-producteurs", "marche-paysan", "groupement-achat", "supermarche-cooperatif"}),
    frozenset({"epicerie-solidaire", "supermarche-cooperatif", "epicerie-participative"}),
    frozenset(
        {"jardin-partage", "jardins-familiaux", "jardin-familial", "verger-partage", "grainotheque", "compostage"}
    ),
    frozenset({"sel", "rers", "accorderie"}),
    frozenset({"gratiferia", "boite-a-dons", "donnerie", "givebox"}),
    frozenset({"boite-a-livres", "bibliotheque-partagee"}),
    frozenset({"habitat-participatif", "habitat-inclusif", "habitat-partage", "eco-hameau"}),
    frozenset({"autopartage", "covoiturage"}),
    frozenset({"conseil-citoyen", "budget-participatif", "conseil-quartier"}),
)


class Kinship(StrEnum):
    SAME = "same"
    CLOSE = "close"
    UNKNOWN = "unknown"
    """One of them has no kind."""
    OTHER = "other"
    RELATED = "related"
    """Two things that belong together, never one."""


def kinship(a: Mention, b: Mention) -> Kinship:
    """From the kinds; for a currency, also from whether a name says that it is the association."""
    if CURRENCY in (a.kind, b.kind) and (a.kind != b.kind or _is_association(a) != _is_association(b)):
        either_unknown = not a.kind or not b.kind
        return Kinship.UNKNOWN if either_unknown and _is_association(a) == _is_association(b) else Kinship.RELATED
    if not a.kind or not b.kind:
        return Kinship.UNKNOWN
    if a.kind == b.kind:
        return Kinship.SAME
    if any(a.kind in family and b.kind in family for family in _FAMILIES):
        return Kinship.CLOSE
    return Kinship.OTHER


def _is_association(mention: Mention) -> bool:
    return bool({"association", "asso"} & set(fold(mention.name).split()))
