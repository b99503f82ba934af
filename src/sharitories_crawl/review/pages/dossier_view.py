"""A candidate as the templates take it: every text from the web cleaned and cut, every slug a word."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from markupsafe import Markup

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Actor, Practice
from sharitories_crawl.models.reviewing import EDITABLE, REASONS, Seen
from sharitories_crawl.review.pages.log import Entry, entries
from sharitories_crawl.review.pages.sketch import sketch
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.review.reasons import Reason, phrases_of, reasons_in
from sharitories_crawl.review.showing import (
    ADDRESS_LETTERS,
    SNIPPET_LETTERS,
    TITLE_LETTERS,
    host_of,
    link_to,
    marked,
    shown,
)
from sharitories_crawl.review.texts import Texts
from sharitories_crawl.store.dossier import Item, nearest
from sharitories_crawl.store.look import Look
from sharitories_crawl.store.queues import Row
from sharitories_crawl.store.reviews import Reviews

MOST_PIECES = 30
"""Pieces of evidence on a page; the table has the rest. Arbitrary."""
MOST_DOTS = 400


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a candidate."""

    label: str
    text: str
    link: str = ""
    opens: bool = False
    """Whether the key o opens it."""
    edited: bool = False
    crawled: str = ""
    """What the crawl says, where a person said otherwise."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    id: str
    source: str
    query: str
    rank: int | None
    record: bool
    listed: bool
    fetched_at: str
    gone_at: str
    name: str
    title: Markup
    snippet: Markup
    copy: str
    live: str
    host: str
    address: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen for a field."""

    kinds: Sequence[Mapping[str, str]]
    practices: Sequence[tuple[str, str]]
    actors: Sequence[tuple[str, str]]
    reasons: Sequence[str] = REASONS


@dataclass(frozen=True, slots=True)
class View:
    """A candidate for a template."""

    id: str
    name: str
    town: str
    town_code: str
    kind: str
    practice: str
    status: str
    score: float
    learned: float | None
    """Its place in the order that was learned; None where the order is the score's."""
    mentions: int
    changed: Sequence[str]
    facts: Sequence[Fact]
    reasons: Sequence[Reason]
    joined: Sequence[Reason]
    seen: str
    raw: Mapping[str, str]
    table: str
    map: str
    sketch: Markup | None = None
    bulk: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def view_of(visit: Visit, db: Look, item: Item, *, with_sketch: bool = True) -> View:
    """A candidate with all its fields in words."""
    t, row = visit.t, item.fields
    told = [reason for piece in item.evidence[:1] for reason in piece["reasons"]]
    kind = kind_label(t, row)
    return View(
        id=item.id, name=shown(row["name"]), town=shown(row["town"]), town_code=str(row["town_code"]), kind=kind,
        practice=t.label("practice", row["practice"]), status=str(row["status"]), score=float(row["score"]),
        learned=float(row["priority"]) if abs(row["priority"] - row["score"]) > 0.005 else None,
        mentions=int(row["mentions"]), changed=item.changed, facts=_facts(visit, item, kind),
        reasons=[reason for reason in reasons_in(told, t) if reason.weight is not None],
        joined=reasons_in(item.reasons, t), seen=seen_text(item.seen),
        raw={name: str(row[name]) for name in EDITABLE},
        table=visit.table("evidence", initiative_id__exact=item.id),
        map=visit.at("map", town=str(row["town_code"]), id=item.id),
        sketch=_sketch(visit, db, item) if with_sketch else None, bulk=_bulk(visit, item),
    )  # fmt: skip


def seen_text(seen: Seen) -> str:
    """As a form carries it."""
    return json.dumps(asdict(seen), ensure_ascii=False)


def kind_label(t: Texts, row: Row) -> str:
    """The kind in words; its slug where the table of kinds has it no more."""
    return str(row[f"label_{t.language}"] or row["kind"])


def kind_labels(t: Texts, db: Look) -> dict[str, str]:
    """Kind -> what it is called."""
    return {str(id): str(label) for id, label in db.execute(f"SELECT id, label_{t.language} FROM kind")}


def address_of(row: Row) -> str:
    """Street, postal code and town on one line."""
    return shown(", ".join(part for part in (row["street"], f"{row['postal_code']} {row['city']}".strip()) if part))


def _facts(visit: Visit, item: Item, kind: str) -> list[Fact]:
    t, row, crawled = visit.t, item.fields, item.crawled
    link = link_to(row["url"])
    facts: list[Fact] = []
    if "name" in crawled:
        facts.append(Fact(t("common.name"), shown(row["name"]), edited=True, crawled=shown(crawled["name"])))
    for name, text in (
        ("kind", kind), ("practice", t.label("practice", row["practice"])), ("actor", t.label("actor", row["actor"])),
    ):  # fmt: skip
        if name == "actor" or name in crawled:
            said = t.label(name, crawled[name]) if name in crawled and name != "kind" else crawled.get(name, "")
            facts.append(Fact(t(f"common.{name}"), text, edited=name in crawled, crawled=shown(said)))
    edited = [name for name in ("street", "postal_code", "city") if name in crawled]
    before = {**row, **{name: crawled[name] for name in edited}}
    facts.append(Fact(t("common.address"), address_of(row), edited=bool(edited), crawled=address_of(before)))
    facts.append(Fact(t("common.url"), host_of(str(row["url"])), link=link, opens=bool(link)))
    contacts = " · ".join(str(row[name]) for name in ("phone", "email", "siren", "rna") if row[name])
    if contacts:
        facts.append(Fact(t("item.contacts"), shown(contacts)))
    return facts


def pieces_of(visit: Visit, db: Look, evidence: Sequence[Row], most: int = MOST_PIECES) -> list[Piece]:
    """Evidence for a page, the words that counted marked."""
    taken = evidence[:most]
    sources = {
        str(name): visit.t.label("source", str(label)) for name, label in db.execute("SELECT name, label FROM source")
    }
    asked = json.dumps([row["query_id"] for row in taken])
    texts = dict(db.execute("SELECT id, text FROM query WHERE id IN (SELECT value FROM json_each(?))", [asked]))
    return [_piece(visit, row, sources, texts) for row in taken]


def _piece(visit: Visit, row: Row, sources: Mapping[str, str], texts: Mapping[str, str]) -> Piece:
    phrases = [*phrases_of(row["reasons"]), row["place_name"], row["postal_code"]]
    address = str(row["url"])
    return Piece(
        id=str(row["id"]), source=shown(sources.get(row["source"], row["source"])),
        query=shown(texts.get(row["query_id"]) or "", 120), rank=row["rank"],
        record=row["rank"] is None and ":" in row["found_in"] and not link_to(row["found_in"]),
        listed=bool(row["list_url"]), fetched_at=str(row["fetched_at"]), gone_at=str(row["gone_at"] or ""),
        name=shown(row["name"]), title=marked(shown(row["title"], TITLE_LETTERS), phrases),
        snippet=marked(shown(row["snippet"], SNIPPET_LETTERS), phrases), copy=visit.at(f"copy/{row['id']}") + "#here",
        live=link_to(address), host=host_of(address), address=shown(address, ADDRESS_LETTERS),
        reasons=reasons_in(row["reasons"], visit.t),
    )  # fmt: skip


def choices_of(t: Texts, db: Look) -> Choices:
    """Kinds by their label, and the fixed words."""
    rows = db.query("SELECT id, practice, label_fr, label_en FROM kind")
    kinds = [{"value": row["id"], "practice": row["practice"], "label": row[f"label_{t.language}"]} for row in rows]
    return Choices(
        sorted(kinds, key=lambda kind: fold(str(kind["label"]))),
        [(str(each), t.label("practice", str(each))) for each in Practice],
        [(str(each), t.label("actor", str(each))) for each in Actor],
    )


def history_of(visit: Visit, db: Look, item: Item) -> list[Entry]:
    """What people said of it, the latest first."""
    return entries(db, visit.t, item.reviews, item.id)


def nearest_of(visit: Visit, db: Look, id: str) -> list[dict[str, str]]:
    """The five that it may be the same as."""
    rows = nearest(db, id)
    seen = {each.id: seen_text(each.seen) for each in Reviews(db).standings(row["id"] for row in rows)}
    labels = kind_labels(visit.t, db)
    return [
        {
            "id": str(row["id"]), "name": shown(row["name"]), "kind": shown(labels.get(row["kind"], row["kind"])),
            "address": address_of(row), "status": visit.t.label("status", row["status"]), "seen": seen[row["id"]],
        }
        for row in rows
    ]  # fmt: skip


def _sketch(visit: Visit, db: Look, item: Item) -> Markup | None:
    row: Mapping[str, Any] = item.fields
    if row["latitude"] is None or row["longitude"] is None:
        return None
    others = db.execute(
        "SELECT latitude, longitude FROM initiative WHERE town_code = ? AND id <> ? AND latitude IS NOT NULL"
        " AND longitude IS NOT NULL AND merged_into IS NULL LIMIT ?",
        [row["town_code"], item.id, MOST_DOTS],
    ).fetchall()
    label = visit.t("item.point_here", name=shown(row["name"]), n=len(others))
    return sketch((row["latitude"], row["longitude"]), [(north, east) for north, east in others], label)


def _bulk(visit: Visit, item: Item) -> list[dict[str, str]]:
    """Sites and list pages that its evidence comes from, each to be rejected as a whole."""
    urls = [str(row["url"]) for row in item.evidence if link_to(row["url"])]
    sites = dict.fromkeys(host_of(url).partition("/")[0] for url in urls)
    lists = dict.fromkeys(str(row["list_url"]) for row in item.evidence if link_to(row["list_url"]))
    return [
        *({"sort": "list", "what": host_of(url), "link": visit.at("reject", list=url)} for url in list(lists)[:3]),
        *({"sort": "site", "what": host, "link": visit.at("reject", site=host)} for host in list(sites)[:3]),
    ]
