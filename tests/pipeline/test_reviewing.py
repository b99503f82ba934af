"""What people decide stays decided: verdicts, edits, joins and splits across crawls; undoing is a row of its own."""

import sqlite3
from dataclasses import replace

import pytest
from tests.pipeline.review_room import Room, check, mention

from sharitories_crawl.errors import BadInput, Stale, WrongPostalCode
from sharitories_crawl.models.reviewing import (
    GiveVerdict,
    LookAgain,
    RejectAll,
    SayEdit,
    SaySame,
    Undo,
    gets_second_look,
)
from sharitories_crawl.pipeline.review_input import checked_edit
from sharitories_crawl.store.bulk import preview
from sharitories_crawl.store.queues import contradictions, pairs, second_looks

LAB = mention(
    "a", "FabLab Les Fabriqueurs", kind="fablab", site="a.example", street="12 rue du Port", postal_code="56000"
)
LAB_ELSEWHERE = mention("b", "Les Fabriqueurs", kind="fablab", site="a.example", url="https://press.example/b")
AMAP = mention("c", "AMAP du Moulin", kind="amap")
REPAIR = mention("d", "Repair Café de Vannes", kind="repair-cafe")


@pytest.fixture
def room() -> Room:
    room = Room()
    room.crawl(LAB, AMAP, REPAIR)
    return room


def test_a_verdict_is_there_at_once_and_after_every_later_crawl(room: Room) -> None:
    room.verdict("a", "IN")
    room.verdict("c", "OUT", "other-town")
    room.verdict("d", "UNDECIDED")
    for _ in range(2):
        assert [room.status(id) for id in "acd"] == ["IN", "OUT", "UNDECIDED"]
        room.crawl(LAB_ELSEWHERE, replace(AMAP, phone="+33297000000"))
        check(room)
    assert room.of("b") == room.of("a")


def test_new_evidence_on_a_rejected_one_is_counted_and_leaves_it_out(room: Room) -> None:
    room.verdict("a", "OUT", "closed")
    room.crawl(LAB_ELSEWHERE)
    assert room.row(room.of("a"))["mentions"] == 2
    assert room.status("a") == "OUT"
    assert room.changed("a") == []


def test_what_a_person_edited_wins_over_later_crawls_and_the_crawl_is_still_heard(room: Room) -> None:
    room.edit("a", name="Les Fabriqueurs de Vannes", street="14 rue du Port")
    room.crawl(replace(LAB, street="16 rue du Port"))
    standing = room.standing("a")
    assert (standing.seen.name, standing.seen.street) == ("Les Fabriqueurs de Vannes", "14 rue du Port")
    assert standing.crawled == {"name": "FabLab Les Fabriqueurs", "street": "16 rue du Port"}
    assert standing.seen.status == "DISCOVERED"
    room.undo()
    assert room.standing("a").seen.street == "16 rue du Port"
    assert not room.standing("a").crawled
    check(room)


def test_an_edited_kind_brings_its_practice_along_unless_that_is_edited_too(room: Room) -> None:
    room.edit("a", kind="amap")
    assert room.standing("a").seen.practice == "consommer"
    room.edit("a", kind="fablab", practice="s-engager")
    assert room.standing("a").seen.practice == "s-engager"


@pytest.mark.parametrize(
    "fields",
    [{}, {"name": " \u200b"}, {"kind": "no-kind"}, {"actor": "nobody"}, {"practice": "?"}, {"score": "1"},
     {"name": "x" * 301}, {"postal_code": "8800"}, {"postal_code": "5600O"}, {"street": "1 rue X", "postal_code": "1"}],
)  # fmt: skip
def test_an_edit_that_cannot_be_is_refused(room: Room, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        room.edit("a", **fields)
    assert not room.log().reviews


def test_a_postal_code_is_edited_and_removed(room: Room) -> None:
    room.edit("a", postal_code="56100")
    assert room.standing("a").seen.postal_code == "56100"
    room.edit("a", postal_code="")
    assert room.standing("a").seen.postal_code == ""


@pytest.mark.parametrize(
    ("country", "right", "wrong"),
    [("FR", "01000", "1000"), ("BE", "5000", "05000"), ("NL", "6811 AB", "6811"), ("NL", "6811ab", "681 1AB"),
     ("PT", "3000-123", "3000"), ("SE", "582 22", "5822"), ("SE", "58222", "SE-582 22")],
)  # fmt: skip
def test_postal_codes_are_written_as_in_their_country(country: str, right: str, wrong: str) -> None:
    assert checked_edit({"postal_code": right}, lambda _: None, country) == {"postal_code": right}
    with pytest.raises(WrongPostalCode, match=country):
        checked_edit({"postal_code": wrong}, lambda _: None, country)


def test_what_cannot_be_seen_does_not_get_into_a_field(room: Room) -> None:
    room.edit("a", name="Les\u202e Fab\x00riqueurs\n ")
    assert room.standing("a").seen.name == "Les Fab riqueurs"


@pytest.mark.parametrize(("status", "reason"), [("OUT", ""), ("OUT", "ugly"), ("DISCOVERED", ""), ("MAYBE", "")])
def test_a_verdict_that_is_none_is_refused(room: Room, status: str, reason: str) -> None:
    with pytest.raises(BadInput):
        room.verdict("a", status, reason)


def test_a_decision_needs_a_name(room: Room) -> None:
    with pytest.raises(BadInput):
        room.verdict("a", "IN", reviewer=" ")


def test_same_joins_at_once_and_its_undo_gives_the_old_ids_back(room: Room) -> None:
    before = room.everything(), room.of("a"), room.of("d")
    done = room.same("a", "d")
    assert room.of("a") == room.of("d") == done.initiative_id == done.other_id
    room.resolve()
    assert room.of("a") == room.of("d")
    room.undo()
    assert (room.everything(), room.of("a"), room.of("d")) == before
    check(room)


def test_not_same_keeps_apart_what_would_be_joined(room: Room) -> None:
    room.read(mention("e", "Les Fabriqueurs", kind="fablab", street="12 rue du Port"))
    room.resolve()
    if room.of("e") != room.of("a"):
        room.same("a", "e")
        room.undo()
    other = room.of("e")
    room.split("e") if other == room.of("a") else room.not_same("a", "e")
    room.resolve()
    assert room.of("e") != room.of("a")
    assert not [pair for pair in pairs(room.db) if {pair["id_a"], pair["id_b"]} == {room.of("a"), room.of("e")}]
    check(room)


def test_an_accepted_one_keeps_its_id_in_a_merge_and_out_does_not_take_it(room: Room) -> None:
    room.verdict("d", "OUT", "topic")
    room.verdict("a", "IN")
    accepted = room.of("a")
    room.same("d", "a")
    assert room.of("a") == room.of("d") == accepted
    assert room.status("d") == "IN"
    assert room.changed("d") == ["in-with-out"]
    room.verdict("d", "IN")
    assert room.changed("d") == []
    check(room)


def test_in_and_out_are_never_joined_by_the_crawl_but_a_person_is_asked(room: Room) -> None:
    twin = mention("e", "AMAP du Moulin", kind="amap", phone="+33297000001")
    room.verdict("c", "OUT", "closed")
    room.read(mention("f", "AMAP du Moulin Vert", kind="amap", phone="+33297000001"))
    room.resolve()
    assert room.of("f") != room.of("c")
    room.verdict("f", "IN")
    room.crawl(twin, replace(AMAP, phone="+33297000001"))
    assert room.of("f") != room.of("c")
    asked = [{pair["id_a"], pair["id_b"]} for pair in pairs(room.db)]
    assert {room.of("f"), room.of("c")} in asked
    check(room)


def test_a_contradiction_is_shown_with_the_reviews_to_choose_among(room: Room) -> None:
    joined = room.same("a", "d")
    done = room.split("d", reviewer="bob")
    assert done.contradictions == 1
    assert room.of("a") == room.of("d")
    [told] = contradictions(room.db)
    assert {review["step"] for review in told["reviews"]} == {joined.step, done.step}
    room.undo(joined.step)
    assert room.of("a") != room.of("d")
    assert contradictions(room.db) == []
    check(room)


def test_a_verdict_outlives_its_evidence_and_is_found_again_by_what_comes_back(room: Room) -> None:
    room.verdict("a", "IN")
    room.edit("a", name="Fabriqueurs")
    accepted = room.of("a")
    room.lose("a")
    room.resolve()
    assert room.row(accepted)["status"] == "IN"
    assert room.row(accepted)["changed"] == '["evidence-gone"]'
    assert [row["id"] for row in room.candidates.initiatives("56260") if row["mentions"] == 0] == [accepted]
    check(room)
    room.crawl(LAB)
    assert room.of("a") == accepted
    assert room.standing("a").seen.name == "Fabriqueurs"
    assert room.changed("a") == []


def test_a_verdict_holds_for_evidence_that_was_away_when_it_was_given(room: Room) -> None:
    room.crawl(LAB_ELSEWHERE)
    room.verdict("a", "IN")
    room.lose("b")
    room.resolve()
    room.verdict("a", "OUT", "closed")
    room.lose("a")
    room.crawl(LAB_ELSEWHERE)
    assert room.status("b") == "OUT"
    room.crawl(LAB)
    assert room.of("a") == room.of("b")
    check(room)


def test_a_verdict_that_lived_on_in_what_was_parted_comes_back_when_that_goes_too(room: Room) -> None:
    room.crawl(LAB_ELSEWHERE)
    room.verdict("a", "IN")
    accepted, parted = room.of("a"), room.split("b").other_id
    for gone in ("a", "b"):
        room.lose(gone)
        room.resolve()
        check(room)
    assert (room.row(accepted)["status"], room.row(parted)["status"]) == ("IN", "DISCOVERED")


def test_an_own_site_that_calls_itself_otherwise_is_the_same_one_renamed(room: Room) -> None:
    room.verdict("a", "IN")
    accepted = room.of("a")
    room.crawl(replace(LAB, id="a2", name="La Fabrique du Golfe"))
    assert room.of("a2") == accepted
    assert room.status("a2") == "IN"
    assert room.changed("a2") == ["renamed", "evidence-gone"]
    room.verdict("a2", "IN")
    assert room.changed("a2") == []


def test_what_moved_or_changed_its_name_is_shown_again_until_it_is_confirmed(room: Room) -> None:
    room.verdict("a", "IN")
    room.crawl(replace(LAB, street="3 place Gambetta", name="La Fabrique du Golfe"))
    assert room.changed("a") == ["renamed", "moved"]
    assert room.status("a") == "IN"
    room.verdict("a", "IN")
    room.resolve()
    assert room.changed("a") == []


def test_a_street_written_otherwise_or_no_longer_told_is_no_move(room: Room) -> None:
    room.verdict("a", "IN")
    room.crawl(replace(LAB, street="12, Rue du PORT"))
    assert room.changed("a") == []
    room.crawl(replace(LAB, street=""))
    assert room.changed("a") == []


def test_a_site_that_is_gone_is_told(room: Room) -> None:
    room.crawl(LAB_ELSEWHERE)
    room.verdict("a", "IN")
    room.lose("a")
    room.db.execute(
        "INSERT INTO page(url, status, detail, title, language, text, digest, fetched_at, run_id)"
        f" VALUES ('https://a.example/', 'http-404', '', '', '', '', '', '{room.tick():%Y-%m-%dT%H:%M:%SZ}', 1)"
    )
    room.resolve()
    assert room.changed("b") == ["site-gone"]
    room.verdict("b", "IN")
    assert room.changed("b") == []


def test_two_verdicts_that_the_crawl_joins_are_told_and_those_of_a_person_not(room: Room) -> None:
    other = mention("e", "Atelier", kind="fablab")
    room.crawl(other)
    room.verdict("a", "IN")
    room.verdict("e", "IN")
    room.verdict("d", "IN")
    room.crawl(replace(other, name="Les Fabriqueurs", site="a.example", url="https://e.example/"))
    assert room.of("e") == room.of("a")
    assert room.changed("e") == ["merged", "renamed"]
    room.verdict("c", "IN")
    room.same("c", "d")
    assert "merged" not in room.changed("d")


def test_split_off_evidence_keeps_the_verdict_and_asks_for_a_new_one(room: Room) -> None:
    room.crawl(LAB_ELSEWHERE)
    room.verdict("a", "IN")
    done = room.split("b")
    assert done.other_id == room.of("b") != room.of("a") == done.initiative_id
    assert (room.status("a"), room.status("b")) == ("IN", "IN")
    assert room.changed("b") == ["split"]
    room.undo()
    assert room.of("b") == room.of("a")
    check(room)


def test_not_all_and_not_nothing_can_be_split_off(room: Room) -> None:
    with pytest.raises(BadInput):
        room.split("a")


def test_a_decision_on_what_has_changed_meanwhile_is_refused_with_what_changed(room: Room) -> None:
    seen = room.standing("a")
    room.verdict("a", "OUT", "closed", reviewer="bob")
    room.edit("a", reviewer="bob", city="Vannes")
    with pytest.raises(Stale) as refused:
        room.decide(GiveVerdict(seen.id, "IN", seen.seen))
    assert {each.field for each in refused.value.differences} == {"status", "review", "city"}
    assert room.status("a") == "OUT"


def test_a_crawl_that_only_adds_evidence_makes_no_decision_stale(room: Room) -> None:
    seen = room.standing("a")
    room.crawl(LAB_ELSEWHERE)
    room.decide(GiveVerdict(seen.id, "IN", seen.seen))
    assert room.status("b") == "IN"


def test_a_decision_on_what_went_into_another_says_into_which(room: Room) -> None:
    a, d = room.standing("a"), room.standing("d")
    done = room.same("a", "d")
    gone = d if done.initiative_id == a.id else a
    with pytest.raises(Stale) as refused:
        room.decide(GiveVerdict(gone.id, "IN", gone.seen))
    [difference] = refused.value.differences
    assert (difference.field, difference.now) == ("merged_into", done.initiative_id)
    with pytest.raises(Stale):
        room.decide(SaySame(a.id, d.id, a.seen, d.seen))


def test_unknown_candidates_and_pairs_of_one_are_refused(room: Room) -> None:
    a = room.standing("a")
    with pytest.raises(BadInput):
        room.decide(GiveVerdict("56260-none", "IN", a.seen))
    with pytest.raises(BadInput):
        room.decide(SaySame(a.id, a.id, a.seen, a.seen))


def test_undo_takes_back_ones_own_latest_step_and_then_the_one_before(room: Room) -> None:
    room.verdict("a", "IN")
    room.verdict("c", "IN", reviewer="bob")
    room.verdict("a", "OUT", "topic")
    room.undo()
    assert room.status("a") == "IN"
    room.undo()
    assert room.status("a") == "DISCOVERED"
    assert room.row(room.of("a"))["reviewed"] == 0
    assert room.status("c") == "IN"
    with pytest.raises(BadInput, match="nothing to undo"):
        room.undo()


def test_undo_is_refused_once_and_where_somebody_else_decided_since(room: Room) -> None:
    first = room.verdict("a", "IN")
    second = room.verdict("a", "OUT", "closed", reviewer="bob")
    with pytest.raises(Stale, match="bob"):
        room.undo()
    room.undo(reviewer="bob")
    room.undo()
    with pytest.raises(Stale, match="already"):
        room.undo(first.step)
    for step in (second.step + 1, 999):
        with pytest.raises(BadInput):
            room.decide(Undo(step))


def test_the_log_cannot_be_changed(room: Room) -> None:
    room.verdict("a", "IN")
    for statement in ("UPDATE review SET status = 'OUT'", "DELETE FROM review", "DELETE FROM review_mention",
                      "UPDATE review_mention SET mention_id = 'x'"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="only ever appended"):
            room.db.execute(statement)


def test_all_that_one_site_alone_speaks_for_is_rejected_and_taken_back_in_one_step(room: Room) -> None:
    shop = [mention(f"s{n}", f"Annonce {word}", url=f"https://www.shop.example/{n}") for n, word in enumerate("abc")]
    decided = mention("s9", "Ressourcerie du Pont", url="http://shop.example/9")
    room.crawl(
        *shop, decided, mention("e", "Annonce a", phone="+33297000000"), replace(LAB, url="https://shop.example.org/")
    )
    room.verdict("s9", "IN")
    found = preview(room.db, site="shop.example")
    apart = {room.of(f"s{n}") for n in range(3)} - {room.of("e")}
    assert {row["id"] for row in found} == apart
    with pytest.raises(Stale):
        room.decide(RejectAll("topic", len(found) + 1, site="shop.example"))
    done = room.decide(RejectAll("topic", len(found), site="shop.example"))
    assert done.initiatives == len(found)
    assert {room.row(id)["status"] for id in apart} == {"OUT"}
    assert (room.status("s9"), room.status("e")) == ("IN", "DISCOVERED")
    room.undo()
    assert {room.row(id)["status"] for id in apart} == {"DISCOVERED"}
    check(room)


def test_all_of_a_list_page_is_rejected_in_one_step(room: Room) -> None:
    listed = [
        mention(f"l{n}", name, url=f"https://ville.example/{n}", list_url="https://ville.example/assos")
        for n, name in enumerate(("Club de tir", "Chorale Sainte-Anne"))
    ]
    room.crawl(*listed)
    done = room.decide(RejectAll("not-collaborative", 2, list_url="https://ville.example/assos"))
    assert done.initiatives == 2
    assert preview(room.db) == []
    with pytest.raises(BadInput):
        room.decide(RejectAll("topic", 0))


def test_few_verdicts_get_a_second_look_by_somebody_else_which_changes_nothing(room: Room) -> None:
    while not gets_second_look(len(room.log().reviews) + 1):
        room.verdict("c", "IN")
    room.verdict("a", "IN")
    chosen = room.of("a")
    assert chosen in second_looks(room.db, "ann"), "while there is nobody else, one looks again oneself"
    room.verdict("d", "IN", reviewer="bob")
    assert chosen not in second_looks(room.db, "ann")
    assert chosen in second_looks(room.db, "bob")
    room.decide(LookAgain(chosen, "OUT", "topic"), "bob")
    assert chosen not in second_looks(room.db, "bob")
    assert room.status("a") == "IN"
    assert room.db.execute("SELECT first_status, second_status, agree FROM agreement").fetchall() == [("IN", "OUT", 0)]
    with pytest.raises(BadInput):
        room.decide(LookAgain(room.of("c") if room.status("c") == "DISCOVERED" else "none", "IN"), "bob")


def test_one_verdict_in_twenty_is_chosen() -> None:
    chosen = [id for id in range(1, 20_001) if gets_second_look(id)]
    assert len(chosen) == pytest.approx(1000, rel=0.05)


def test_an_edit_of_nothing_known_is_refused(room: Room) -> None:
    a = room.standing("a")
    with pytest.raises(BadInput):
        room.decide(SayEdit(a.id, {"url": "https://x.example/"}, a.seen))
