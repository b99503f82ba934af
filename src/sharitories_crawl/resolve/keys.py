"""Keys that identify an initiative by themselves: registration numbers, own site, accounts, telephone, mailbox."""

import re
from collections.abc import Iterable, Mapping

from sharitories_crawl.models import Mention
from sharitories_crawl.resolve.agreement import agreement
from sharitories_crawl.resolve.names import Name

TRUST = {
    "siren": 0.99,
    "rna": 0.99,
    "record": 0.98,
    "site": 0.97,
    "page": 0.96,
    "social": 0.96,
    "phone": 0.93,
    "email": 0.93,
}
"""How surely one shared key means one thing when the names do not speak against it; chosen, not measured."""

MOST_NAMES = 3
"""A key held by more different names than this belongs to a host (town hall, federation), not to an initiative."""

_SAME_NAME = 0.8
_NOT_DIGIT = re.compile(r"\D+")
_RNA = re.compile(r"w\d[0-9a-z]\d{7}$")
_SOCIAL_SITES = {
    "facebook.com/": "facebook/",
    "instagram.com/": "instagram/",
    "helloasso.com/associations/": "helloasso/",
}


def strong_keys(mention: Mention) -> tuple[str, ...]:
    """`siren:…`, `rna:…`, `site:…`, `social:facebook/x`, `phone:+33…`, `email:…`, strongest first.

    A number that has not the right length gives no key. An account given as the site is an account key as well.
    """
    siren = siren_of(mention)
    rna = rna_of(mention)
    site = mention.site.strip().rstrip("/").lower()
    socials = [account.strip("/ ").lower() for account in mention.socials]
    for prefix, network in _SOCIAL_SITES.items():
        if site.startswith(prefix):
            socials.append(network + site.removeprefix(prefix))
    phone = re.sub(r"[^\d+]", "", mention.phone)
    email = mention.email.strip().lower()
    keys = [
        f"siren:{siren}" if siren else "",
        f"rna:{rna}" if rna else "",
        f"site:{site}" if site else "",
        *(f"social:{account}" for account in sorted(set(socials)) if account),
        f"phone:{phone}" if len(phone) >= 8 else "",
        f"email:{email}" if "@" in email else "",
    ]
    return tuple(key for key in keys if key)


def origin_keys(mention: Mention) -> tuple[str, ...]:
    """Where the mention was read: the same record of a directory, or the same page unless that lists several things."""
    if mention.source_id:
        return (f"record:{mention.source}/{mention.source_id}",)
    return (f"page:{mention.url}",) if mention.url and not mention.list_url else ()


def siren_of(mention: Mention) -> str:
    """Nine digits, also where a SIRET was given; else empty."""
    digits = _NOT_DIGIT.sub("", mention.siren)
    return digits[:9] if len(digits) in (9, 14) else ""


def rna_of(mention: Mention) -> str:
    """W and nine characters, upper case (the third is a letter overseas: W9R...); else empty."""
    folded = mention.rna.strip().lower()
    return folded.upper() if _RNA.match(folded) else ""


def widely_held(holders: Mapping[str, Iterable[Name]]) -> frozenset[str]:
    """The keys that more than three different names hold; spellings of one name count once, empty names not at all."""
    return frozenset(key for key, names in holders.items() if _names_apart(names) > MOST_NAMES)


def _names_apart(names: Iterable[Name]) -> int:
    kept: list[Name] = []
    for name in sorted({name for name in names if not name.is_empty}, key=lambda name: name.core):
        if all(agreement(name, other) < _SAME_NAME for other in kept):
            kept.append(name)
            if len(kept) > MOST_NAMES:
                break
    return len(kept)
