"""The form that narrows a queue."""

from collections.abc import Sequence
from dataclasses import dataclass

from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Actor, Practice
from sharitories_crawl.review.pages.queue import ALL, WAITING, Queue, statuses
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.review.showing import shown
from sharitories_crawl.store.look import Look

Option = dict[str, str]


@dataclass(frozen=True, slots=True)
class Select:
    """One list to choose from."""

    name: str
    label: str
    chosen: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The whole form; `used` are the filters in force, in words."""

    action: str
    q: str | None
    """Words searched for; None where the queue cannot be searched."""
    fields: Sequence[Select]
    used: str


def filter_form(visit: Visit, db: Look, queue: Queue) -> FilterForm:
    """All filters of a queue with what can be chosen."""
    t, language = visit.t, visit.t.language
    towns = db.execute(
        "SELECT t.code, t.name FROM town t WHERE EXISTS (SELECT 1 FROM initiative i WHERE i.town_code = t.code)"
    ).fetchall()
    towns.sort(key=lambda town: fold(town[1]))
    fields = [_select(visit, queue, "town", [(str(code), shown(name)) for code, name in towns])]
    if queue.name == "candidates":
        kinds = [(str(id), str(label)) for id, label in db.execute(f"SELECT id, label_{language} FROM kind")]
        named = db.execute("SELECT name, label FROM source").fetchall()
        sources = [(str(name), t.label("source", str(label))) for name, label in named]
        fields += [
            _select(visit, queue, "kind", sorted(kinds, key=lambda kind: fold(kind[1]))),
            _select(visit, queue, "practice", [(str(each), t.label("practice", str(each))) for each in Practice]),
            _select(visit, queue, "actor", [(str(each), t.label("actor", str(each))) for each in Actor]),
            Select(
                "status", t("common.status"), queue.chosen.get("status", WAITING),
                [*({"value": each, "label": t.label("status", each)} for each in statuses()),
                 {"value": ALL, "label": t.label("every", "status")}],
            ),
            _select(visit, queue, "source", sorted(sources, key=lambda source: fold(source[1]))),
        ]  # fmt: skip
    words = queue.chosen.get("q", "") if queue.name == "candidates" else None
    used = [f"« {shown(words, 40)} »"] if words else []
    for each in fields:
        if each.name in queue.chosen:
            used += [option["label"] for option in each.options if option["value"] == each.chosen]
    return FilterForm(visit.at(queue.name), words, fields, ", ".join(used))


def _select(visit: Visit, queue: Queue, name: str, options: Sequence[tuple[str, str]]) -> Select:
    every = {"value": "", "label": visit.t.label("every", name)}
    return Select(
        name, visit.t(f"common.{name}"), queue.chosen.get(name, ""),
        [every, *({"value": value, "label": label} for value, label in options)],
    )  # fmt: skip
