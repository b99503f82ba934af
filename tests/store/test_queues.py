"""What a reviewer is shown next: queues in their order from any place on, pairs, counts, and all of one candidate."""

import pytest
from tests.pipeline.review_room import Room, mention

from sharitories_crawl.store.dossier import item, nearest
from sharitories_crawl.store.queues import (
    Filters,
    PairPosition,
    Position,
    counts,
    named_length,
    pairs,
    progress,
    queue_length,
    queue_page,
)

NAMES = ("Le Galion", "La Ruche", "Atelier du Port", "Jardin des Semences", "Vélo Solidaire", "Épicerie Sociale")


@pytest.fixture
def room() -> Room:
    room = Room()
    kinds = ("fablab", "amap")
    room.crawl(
        *[
            mention(f"m{n}", name, kind=kinds[n % 2], relevance=(n + 1) / 10, source="osm" if n == 4 else "searxng")
            for n, name in enumerate(NAMES)
        ]
    )
    return room


def names(room: Room, filters: Filters = Filters()) -> list[str]:  # noqa: B008
    return [str(row["name"]) for row in queue_page(room.db, filters)]


def test_a_queue_goes_by_priority_and_from_any_place_on_both_ways(room: Room) -> None:
    assert names(room) == list(reversed(NAMES))
    seen, after = [], None
    while page := queue_page(room.db, Filters(), after, limit=2):
        seen += [row["name"] for row in page]
        after = Position(page[-1]["priority"], page[-1]["id"])
    assert seen == list(reversed(NAMES))
    back = queue_page(room.db, Filters(), after, limit=2, backwards=True)
    assert [row["name"] for row in back] == [NAMES[1], NAMES[2]]
    room.db.execute("UPDATE initiative SET priority = 9 WHERE name = 'Le Galion'")
    assert names(room)[0] == "Le Galion"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(town="56260"), 6), (Filters(town="56121"), 0), (Filters(kind="amap"), 3), (Filters(source="osm"), 1),
        (Filters(town="56260", kind="fablab", source="osm"), 1), (Filters(q="epicerie"), 1), (Filters(q="por"), 1),
        (Filters(q='" OR *'), 0), (Filters(status="OUT"), 1), (Filters(status=""), 7), (Filters(practice="x"), 0),
        (Filters(status="DISCOVERED"), 6), (Filters(status="", changed=True), 1), (Filters(actor="citizen"), 0),
    ],
)  # fmt: skip
def test_filters_choose_and_count_the_same(room: Room, filters: Filters, found: int) -> None:
    room.crawl(mention("x", "Rejeté", kind="fablab", street="1 rue A", postal_code="56000"))
    room.verdict("x", "OUT", "closed")
    room.crawl(mention("x", "Rejeté", kind="fablab", street="9 quai Z", postal_code="56000"))
    assert len(names(room, filters)) == queue_length(room.db, filters) == found


def test_names_with_the_words_come_before_addresses_with_them_both_ways(room: Room) -> None:
    found = [
        ("n1", "Le Quai des Bons Amis", "", 0.2), ("n2", "Café des Lavandières", "8 quai des Brumes", 0.9),
        ("n3", "Quai Desmoulins", "", 0.5), ("n4", "Les Amis du quai des Indes", "", 0.1),
    ]  # fmt: skip
    room.crawl(*[mention(id, name, kind="fablab", street=street, relevance=sure) for id, name, street, sure in found])
    filters = Filters(q="Quai des")
    order = ["Le Quai des Bons Amis", "Les Amis du quai des Indes", "Quai Desmoulins", "Café des Lavandières"]
    assert names(room, filters) == order
    assert (named_length(room.db, filters), queue_length(room.db, filters)) == (3, 4)
    assert named_length(room.db, Filters()) == 0
    walked, after = [], None
    while page := queue_page(room.db, filters, after, limit=1):
        walked.append(page[0]["name"])
        after = Position(page[0]["priority"], page[0]["id"])
    assert walked == order
    back = queue_page(room.db, filters, after, backwards=True)
    assert [row["name"] for row in back] == order[-2::-1]


@pytest.mark.parametrize(
    "filters",
    [Filters(), Filters(status=""), Filters(town="a"), Filters(kind="a"), Filters(status="IN"), Filters(source="a"),
     Filters(status="", changed=True), Filters(town="a", kind="b", status="IN")],
)  # fmt: skip
def test_a_queue_is_read_in_the_order_of_an_index_without_sorting(room: Room, filters: Filters) -> None:
    plans: list[str] = []

    def explain(sql: str, values: dict[str, object]) -> list[dict[str, object]]:
        plans.extend(str(row[3]) for row in room.db.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room.db, "query", explain)
        queue_page(room.db, filters, Position(0.5, "x"))
    inner = plans[: next(at for at, step in enumerate(plans) if "chosen" in step and "SCAN" in step)]
    assert any("initiative_queue" in step for step in inner)
    assert not any("TEMP B-TREE" in step for step in inner)


def test_counts_and_progress_say_what_waits_and_what_is_done(room: Room) -> None:
    room.verdict("m0", "IN")
    room.verdict("m1", "OUT", "topic")
    room.verdict("m2", "UNDECIDED")
    told = counts(room.db, "ann")
    assert (told["open"], told["undecided"], told["changed"], told["contradictions"]) == (4, 1, 0, 0)
    [town] = progress(room.db)
    assert town == {
        "town_code": "56260", "town": "Vannes", "candidates": 6, "discovered": 3, "accepted": 1, "rejected": 1,
        "undecided": 1, "changed": 0,
    }  # fmt: skip


def test_pairs_come_likeliest_first_and_not_when_both_are_rejected(room: Room) -> None:
    room.crawl(
        mention("p1", "Ressourcerie du Golfe"), mention("p2", "Resourcerie du Golfe et du Loch"),
        mention("p3", "Ressourcerie Golfe du Morbihan"),
    )  # fmt: skip
    found = pairs(room.db)
    assert len(found) >= 2
    assert [pair["score"] for pair in found] == sorted((pair["score"] for pair in found), reverse=True)
    first = found[0]
    rest = pairs(room.db, PairPosition(first["score"], first["mention_a"], first["mention_b"]))
    assert rest == found[1:]
    assert pairs(room.db, town="56260") == found
    assert first in pairs(room.db, initiative=first["id_b"])
    for side in ("a", "b"):
        room.verdict(first[f"mention_{side}"], "OUT", "topic")
    assert first["mention_a"] not in {pair["mention_a"] for pair in pairs(room.db) if pair["id_b"] == first["id_b"]}


def test_an_item_has_all_that_a_page_shows_and_is_found_by_an_old_id(room: Room) -> None:
    room.edit("m0", name="Le Galion de Vannes")
    a, b = room.of("m0"), room.of("m1")
    kept = room.same("m0", "m1").initiative_id
    shown = item(room.db, a if kept == b else b)
    assert shown is not None
    assert shown.id == kept
    assert shown.seen.name == "Le Galion de Vannes"
    assert set(shown.crawled) == {"name"}
    assert {row["id"] for row in shown.evidence} == {"m0", "m1"}
    assert [row["action"] for row in shown.reviews] == ["same", "edit"]
    assert shown.fields["town"] == "Vannes"
    room.undo()
    again = item(room.db, kept)
    assert again is not None
    assert [(row["action"], row["in_force"]) for row in again.reviews if row["action"] == "same"] == [("same", False)]
    assert item(room.db, "never-given") is None


def test_a_very_long_title_is_cut(room: Room) -> None:
    room.crawl(mention("long", "Long", title="x" * 1_000_000, snippet="y" * 1_000_000))
    shown = item(room.db, room.of("long"))
    assert shown is not None
    assert len(shown.evidence[0]["title"]) == len(shown.evidence[0]["snippet"]) == 2_000


def test_the_nearest_are_those_of_like_name_or_address(room: Room) -> None:
    room.crawl(
        mention("n1", "Galion Vert du Loch", kind="amap"), mention("n2", "Tout Autre", street="5 rue du Four"),
        mention("n3", "Sans Rapport", street="5 rue du Four"),
    )  # fmt: skip
    assert nearest(room.db, room.of("m0"), 5)[0]["id"] == room.of("n1")
    assert nearest(room.db, room.of("n2"), 5)[0]["id"] == room.of("n3")
    assert len(nearest(room.db, room.of("m0"), 3)) == 3
    assert nearest(room.db, "never-given") == []
