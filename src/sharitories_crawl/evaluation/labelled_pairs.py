"""Reads labelled pairs of records from a file of JSON lines, each record as the mention it would be in a crawl."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.evaluation.labels import read_lines
from sharitories_crawl.extract.contacts import find_phones
from sharitories_crawl.extract.urls import site_key, social_account
from sharitories_crawl.models import Mention, Town, Verdict

_RECORD_FIELDS = frozenset({"name", "kind", "street", "postal_code", "city", "url", "phone", "email", "siren", "rna"})


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two records of one town, and what a person says of them."""

    id: str
    a: Mention
    b: Mention
    same: bool
    related: bool
    case: str


def blank_mention(id: str, town_code: str, source: str, name: str) -> Mention:
    """A directory's record that says its name and nothing else."""
    return Mention(
        id=id, town_code=town_code, source=source, source_id=id, query_id="", rank=None, url="", title="", snippet="",
        name=name, kind="", practice="", actor="", relevance=1.0, locality=Verdict.IN_TOWN, locality_reason="record",
        place_name="", reasons=(), dropped="", site="", street="", postal_code="", city="", latitude=None,
        longitude=None, email="", phone="", socials=(), siren="", rna="", licence="", fetched_at="",
    )  # fmt: skip


def load_pairs(path: Path, towns: Mapping[str, Town]) -> tuple[LabelledPair, ...]:
    """Raises BadInput naming the file, the line and what is wrong. A record met twice in a town is one mention."""
    pairs: list[LabelledPair] = []
    ids: set[str] = set()
    for fields, place in read_lines(path):
        try:
            pair = _read_pair(fields, towns)
        except ValueError as trouble:
            raise BadInput(f"{place}: {trouble}") from None
        if pair.id in ids:
            raise BadInput(f"{place}: the id {pair.id} was given to an earlier pair")
        ids.add(pair.id)
        pairs.append(pair)
    return tuple(pairs)


def mentions_of(pairs: Sequence[LabelledPair]) -> tuple[Mention, ...]:
    """Every record of the pairs once."""
    return tuple({mention.id: mention for pair in pairs for mention in (pair.a, pair.b)}.values())


def _read_pair(read: Mapping[str, object], towns: Mapping[str, Town]) -> LabelledPair:
    id, code = _text(read, "id"), _text(read, "town")
    if not id:
        raise ValueError("the pair has no id")
    if code not in towns:
        raise ValueError(f"no town has the code {code!r}; see data/towns.csv")
    return LabelledPair(
        id=id,
        a=_read_record(read.get("a"), "a", towns[code]),
        b=_read_record(read.get("b"), "b", towns[code]),
        same=_yes_or_no(read, "same"),
        related=_yes_or_no(read, "related"),
        case=_text(read, "case"),
    )


def _read_record(read: object, side: str, town: Town) -> Mention:
    if not isinstance(read, dict):
        raise ValueError(f"{side} is no record")
    if unknown := sorted(set(read) - _RECORD_FIELDS - {"socials"}):
        raise ValueError(f"{side} has an unknown field {unknown[0]!r}")
    name = _text(read, "name")
    if not name:
        raise ValueError(f"{side} has no name")
    socials = read.get("socials", [])
    if not isinstance(socials, list) or not all(isinstance(address, str) for address in socials):
        raise ValueError(f"{side}: socials is no list of addresses")
    fields = {field: _text(read, field) for field in sorted(_RECORD_FIELDS)}
    content = json.dumps([town.code, fields, sorted(socials)], ensure_ascii=False, sort_keys=True)
    blank = blank_mention(sha256(content.encode()).hexdigest()[:20], town.code, "labelled", name)
    return _filled(blank, fields, tuple(socials), town.country)


def _filled(blank: Mention, fields: Mapping[str, str], socials: tuple[str, ...], country: str) -> Mention:
    accounts = sorted({account for address in socials if (account := social_account(address))})
    return replace(
        blank,
        kind=fields["kind"],
        site=site_key(fields["url"]) or "" if fields["url"] else "",
        street=fields["street"],
        postal_code=fields["postal_code"],
        city=fields["city"],
        phone=next(iter(find_phones("", (), (fields["phone"],), country)), ""),
        email=fields["email"],
        socials=tuple(accounts),
        siren=fields["siren"],
        rna=fields["rna"],
    )


def _text(read: Mapping[str, object], field: str) -> str:
    value = read.get(field, "")
    if not isinstance(value, str):
        raise ValueError(f"{field} is no text")
    return value.strip()


def _yes_or_no(read: Mapping[str, object], field: str) -> bool:
    value = read.get(field)
    if not isinstance(value, bool):
        raise ValueError(f"{field} is neither true nor false")
    return value
