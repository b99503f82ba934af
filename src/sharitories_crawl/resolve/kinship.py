"""Which kinds may be one initiative seen twice: a fablab also as a tiers-lieu, a currency never as its association."""

from enum import StrEnum

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Mention

CURRENCY = "monnaie-locale"

HOUSES = frozenset({"mjc", "tiers-lieu", "regie-de-quartier", "cafe-associatif"})
"""Kinds that have rooms for others; drawn up by hand."""

CATCH_ALL = frozenset({"autre", "collaboratif", "association-entraide"})
"""Kinds that say little: they fit any other."""

FAMILIES = (
    frozenset({"coworking", "tiers-lieu", "fablab", "makerspace", "pepiniere", "cafe-associatif", "atelier-partage"}),
    frozenset({"ressourcerie", "donnerie", "vestiaire-solidaire", "bricotheque"}),
    frozenset({"repair-cafe", "atelier-velo", "velo-partage"}),
    frozenset({"amap", "magasin-producteurs", "marche-paysan", "groupement-achat"}),
    frozenset({"epicerie-solidaire", "epicerie-cooperative", "groupement-achat", "cantine-solidaire"}),
    frozenset({"jardin-partage", "verger-partage", "grainotheque", "compost-partage"}),
    frozenset({"sel", "rers", "accorderie", "troc"}),
    frozenset({"donnerie", "troc", "frigo-solidaire", "vestiaire-solidaire"}),
    frozenset({"habitat-participatif", "habitat-inclusif"}),
    frozenset({"autopartage", "covoiturage"}),
    frozenset({"conseil-citoyen", "budget-participatif"}),
    frozenset({"cantine-solidaire", "maraude", "frigo-solidaire"}),
    frozenset({"financement-participatif", "cigales"}),
)
"""Kinds that one initiative is met under, by their ids in queries/kinds.toml; drawn up by hand."""


class Kinship(StrEnum):
    SAME = "same"
    CLOSE = "close"
    UNKNOWN = "unknown"
    """One of them has no kind, or one that fits all."""
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
    if {a.kind, b.kind} & CATCH_ALL:
        return Kinship.UNKNOWN
    if any(a.kind in family and b.kind in family for family in FAMILIES):
        return Kinship.CLOSE
    return Kinship.OTHER


def _is_association(mention: Mention) -> bool:
    return bool({"association", "asso"} & set(fold(mention.name).split()))
