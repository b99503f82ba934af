"""Where decisions arrive: what is taken, what is refused and why, and that nothing else writes."""

import hashlib
import html
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from tests.review.asking import Asker
from tests.review.conftest import Served, copied, reviewing

from sharitories_crawl.review.routes import ROUTES


@pytest.fixture(scope="module")
def served(demo_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all of these tests, since it takes longer to start than any of them."""
    path = tmp_path_factory.mktemp("decide") / "demo.db"
    copied(demo_db, path)
    with reviewing(path, "--reviewer", "Ana") as served:
        yield served


@pytest.fixture
def asker(served: Served) -> Asker:
    [(last,)] = served.query("SELECT coalesce(max(id), 0) FROM review")
    return Asker(served, int(str(last)))


def test_a_verdict_is_in_the_file_at_once_and_leads_to_the_next(asker: Asker) -> None:
    form = asker.form("verdict")
    answer = asker.send({**form, "verdict": "IN", "note": "vu sur place"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["ok"], told["status"], told["initiative_id"]) == (True, "IN", form["id"])
    assert asker.statuses()[form["id"]] == "IN"
    assert asker.served.query("SELECT reviewer, note FROM review WHERE id > ?", asker.since) == [
        ("Ana", "vu sur place")
    ]
    assert told["undo"]["step"] == told["step"]
    following = asker.served.client.get(asker.origin + told["next"])
    assert following.status_code == 200
    assert form["id"] != asker.form("verdict", told["next"].removeprefix("/-/review/"))["id"]


def test_the_log_says_what_was_undone(asker: Asker) -> None:
    form = asker.form("same", "pairs")
    names = [json.loads(form[seen])["name"] for seen in ("seen", "other_seen")]
    step = str(asker.send(form).json()["step"])
    undone = asker.send({"csrftoken": form["csrftoken"], "act": "undo", "step": step}).json()
    assert undone["was_undo"] is True
    latest = html.unescape(asker.get().text).partition('<ol class="log">')[2].partition("</li>")[0]
    assert f"undid “said the same as {names[1]}”" in latest
    assert names[0] in latest
    history = html.unescape(asker.get(f"candidate/{form['id']}").text)
    assert f"undid “said the same as {names[1]}”" in history


def test_a_plain_form_is_answered_with_the_next_page(asker: Asker) -> None:
    form = asker.form("verdict")
    answer = asker.send({**form, "verdict": "OUT:closed"}, accept="text/html")
    assert answer.status_code == 303
    page = asker.served.client.get(asker.origin + answer.headers["location"])
    assert page.status_code == 200
    assert "Out (closed): " in page.text
    assert asker.log() == [("verdict", form["id"], "OUT", "closed", "", "")]


def test_a_body_of_json_is_understood(asker: Asker) -> None:
    form = asker.form("verdict")
    answer = asker.served.client.post(
        f"{asker.root}/decide", json={**form, "verdict": "UNDECIDED"},
        headers={"origin": asker.origin, "accept": "application/json", "x-csrftoken": form["csrftoken"]},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert asker.statuses()[form["id"]] == "UNDECIDED"


def test_what_was_decided_meanwhile_is_told_and_nothing_is_written(asker: Asker) -> None:
    form = asker.form("verdict")
    assert asker.send({**form, "verdict": "OUT:topic"}).status_code == 200
    late = asker.send({**form, "verdict": "IN"})
    assert late.status_code == 409
    changed = {each["label"]: (each["seen"], each["now"]) for each in late.json()["differences"]}
    assert changed["Status"] == ("To review", "Out")
    assert asker.statuses()[form["id"]] == "OUT"
    assert len(asker.log()) == 1
    page = asker.send({**form, "verdict": "IN"}, accept="text/html")
    assert page.status_code == 409
    assert "To review" in page.text


@pytest.mark.parametrize(
    ("act", "more"),
    [("verdict", {"verdict": "IN"}), ("verdict", {"verdict": "OUT:topic"}), ("edit", {"name": "Autre nom"}),
     ("same", {}), ("not-same", {})],
    ids=["in", "out", "edit", "same", "not-same"],
)  # fmt: skip
def test_a_decision_whose_answer_got_lost_counts_once(asker: Asker, act: str, more: dict[str, str]) -> None:
    form = {**asker.form(act), **more}
    first = asker.send(form)
    assert first.status_code == 200, first.text
    again = asker.send({**form, "again": "1"})
    assert again.status_code == 200, again.text
    assert again.json()["step"] == first.json()["step"]
    assert len(asker.log()) == 1
    step = str(first.json()["step"])
    undo = {"csrftoken": form["csrftoken"], "act": "undo", "step": step}
    assert asker.send(undo).status_code == 200
    assert asker.send({**undo, "again": "1"}).status_code == 200
    assert [row[0] for row in asker.log()] == [act, "undo"]


def test_another_decision_is_not_taken_for_the_lost_one(asker: Asker) -> None:
    form = asker.form("verdict")
    assert asker.send({**form, "verdict": "OUT:topic"}).status_code == 200
    assert asker.send({**form, "verdict": "OUT:closed", "again": "1"}).status_code == 409
    assert asker.send({**form, "verdict": "IN", "again": "1"}).status_code == 409
    assert len(asker.log()) == 1


def test_a_database_that_is_being_written_is_a_wait_and_no_error(asker: Asker) -> None:
    form = asker.form("verdict")
    with closing(sqlite3.connect(asker.served.path, isolation_level=None)) as crawl:
        crawl.execute("BEGIN IMMEDIATE")
        busy = asker.send({**form, "verdict": "IN"})
        page = asker.send({**form, "verdict": "IN"}, accept="text/html")
        crawl.execute("ROLLBACK")
    assert (busy.status_code, page.status_code) == (503, 503)
    assert "nothing is lost" in page.text
    assert asker.log() == []
    assert asker.send({**form, "verdict": "IN"}).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"act": "delete"}, {"act": ""}, {"verdict": "MAYBE"}, {"verdict": "OUT:"}, {"verdict": "OUT:because"},
        {"id": "none"}, {"seen": "{}"}, {"seen": "["}, {"seen": "[" * 100_000}, {"seen": '{"status": 1}'},
        {"note": "x" * 3000},
        {"act": "undo", "step": "x"}, {"act": "undo", "step": "9" * 40}, {"act": "undo", "step": "77"},
        {"act": "bulk", "count": "3"}, {"act": "bulk", "site": "none.example", "reason": "topic", "count": "0"},
        {"act": "split"}, {"act": "second"}, {"act": "edit"}, {"act": "edit", "kind": "none"},
        {"act": "edit", "name": " "}, {"act": "edit", "actor": "nobody"}, {"act": "same", "other": "none"},
    ],
    ids=lambda change: " ".join(f"{name}={value[:12]}" for name, value in change.items()),
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_nothing_is_written(asker: Asker, change: dict[str, str]) -> None:
    form = asker.form("verdict")
    answer = asker.send({**form, "verdict": "IN", **change})
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]
    assert asker.log() == []


@pytest.mark.parametrize(
    ("language", "message"), [("en", "no postal code of the candidate's country"), ("fr", "cinq chiffres, comme 56100")]
)
def test_a_postal_code_of_another_country_comes_back_as_it_was_filled_in(
    asker: Asker, language: str, message: str
) -> None:
    filled = {"street": f"3 rue de la Soif ({language})", "postal_code": "8800", "city": "Lorient"}
    form = {**asker.form("edit"), **filled}
    told = asker.send(form, accept_language=language)
    assert (told.status_code, told.json()["field"]) == (400, "postal_code")
    assert message in told.json()["error"].replace("\u00a0", " ")
    again = asker.send(form, accept="text/html", accept_language=language)
    assert again.status_code == 400
    page = html.unescape(again.text)
    assert message in page.replace("\u00a0", " ")
    assert all(f'name="{name}" value="{value}"' in page for name, value in filled.items())
    assert 'data-panel="edit" open' in page
    assert asker.log() == []
    assert asker.send({**form, "postal_code": "56100"}).status_code == 200


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"a" * 5_000_000, b"&".join(b"a=%d" % n for n in range(5000))])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_body_that_is_none_is_refused(asker: Asker, body: bytes, kind: str) -> None:
    token = asker.form("verdict")["csrftoken"]
    answer = asker.served.client.post(
        f"{asker.root}/decide", content=body,
        headers={"origin": asker.origin, "content-type": kind, "x-csrftoken": token, "accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert asker.log() == []


def test_a_wrong_token_a_foreign_page_and_a_stranger_are_refused(asker: Asker) -> None:
    form = {**asker.form("verdict"), "verdict": "IN"}
    assert asker.send({**form, "csrftoken": "x"}).status_code == 403
    assert asker.send(form, origin="https://evil.example").status_code == 403
    assert asker.send(form, sec_fetch_site="cross-site").status_code == 403
    cookies = dict(asker.served.client.cookies)
    stranger = {name: value for name, value in cookies.items() if name != "ds_actor"}
    with httpx.Client(cookies=stranger, trust_env=False) as client:
        headers = {"origin": asker.origin, "accept": "application/json"}
        assert client.post(f"{asker.root}/decide", data=form, headers=headers).status_code == 403
        for place in ("", "/candidates", "/pairs", "/town/56121", f"/candidate/{form['id']}"):
            assert client.get(asker.root + place).status_code == 403
    assert asker.log() == []


def test_reading_every_page_changes_nothing(asker: Asker) -> None:
    before = _digest(asker.served.path)
    [(mention,)] = asker.served.query("SELECT mention_id FROM membership ORDER BY 1 LIMIT 1")
    [(id,)] = asker.served.query("SELECT id FROM initiative ORDER BY 1 LIMIT 1")
    fields = asker.form("verdict")
    for pattern, _ in ROUTES:
        place = pattern.strip("^$").replace("(?P<code>[^/]+)", "56121").removeprefix("/-/review").strip("/")
        place = place.replace("(?P<id>[^/]+)", str(mention if "copy" in place else id))
        answer = asker.get(place, **{**fields, "verdict": "IN"})
        assert answer.status_code == (404 if place == "decide" else 200), place
        assert "no-store" in answer.headers["cache-control"], place
    assert _digest(asker.served.path) == before


LATEST = "SELECT max(id) FROM review WHERE action = 'verdict' AND initiative_id = ?"


def _digest(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return hashlib.sha256("\n".join(db.iterdump()).encode()).hexdigest()


def test_a_site_is_rejected_in_one_step_and_brought_back_in_one(asker: Asker) -> None:
    before = {id for id, status in asker.statuses().items() if status == "OUT"}
    place = "reject?site=ville-lorient.example"
    form = asker.form("bulk", place)
    count = int(form["count"])
    assert count > 3
    fewer = asker.send({**form, "count": str(count - 1), "reason": "topic"})
    assert fewer.status_code == 409
    assert asker.log() == []
    answer = asker.send({**form, "reason": "topic"})
    assert answer.status_code == 200
    rejected = {id for id, status in asker.statuses().items() if status == "OUT"} - before
    assert len(rejected) == count
    assert len(set(asker.served.query("SELECT step FROM review WHERE id > ?", asker.since))) == 1
    step = str(answer.json()["step"])
    assert asker.send({"csrftoken": form["csrftoken"], "act": "undo", "step": step}).status_code == 200
    assert {id for id, status in asker.statuses().items() if status == "OUT"} == before


def test_evidence_is_split_off(asker: Asker) -> None:
    [(id,)] = asker.served.query("SELECT id FROM initiative ORDER BY mentions DESC, id LIMIT 1")
    form = asker.form("split", f"candidate/{id}")
    mentions = [
        str(each) for (each,) in asker.served.query("SELECT mention_id FROM membership WHERE initiative_id = ?", id)
    ]
    answer = asker.send({**form, "mention": mentions[0]})
    assert answer.status_code == 200, answer.text
    where = {str(m): str(id) for m, id in asker.served.query("SELECT mention_id, initiative_id FROM membership")}
    assert {where[each] for each in mentions[1:]}.isdisjoint({where[mentions[0]]})


def test_a_contradiction_is_shown_once_and_undone_from_its_page(asker: Asker) -> None:
    [(id,)] = asker.served.query(
        "SELECT id FROM initiative WHERE merged_into IS NULL ORDER BY mentions DESC, id LIMIT 1"
    )
    place = f"candidate/{id}"
    apart = asker.form("not-same", place)
    assert asker.send(apart).status_code == 200
    joined = {**asker.form("same", place), "other": apart["other"], "other_seen": apart["other_seen"]}
    answer = asker.send(joined)
    assert answer.status_code == 200, answer.text
    assert "contradicts another" in answer.json()["said"]
    page = asker.get("contradictions").text
    assert page.count("<section") == 1
    assert "1</span> <strong>Contradictions" in asker.get().text
    step = str(answer.json()["step"])
    assert f'name="step" value="{step}"' in page
    assert asker.send({"csrftoken": apart["csrftoken"], "act": "undo", "step": step}).status_code == 200
    assert "No contradiction." in asker.get("contradictions").text


def test_a_second_look_is_blind_and_counted(asker: Asker) -> None:
    given = 0
    while not (waiting := asker.get("second").text).count('name="verdict"'):
        assert asker.decide("verdict", verdict="IN" if given % 2 else "OUT:closed").status_code == 200
        given += 1
    assert "No candidate" not in waiting
    form = asker.form("second", "second")
    [(status,)] = asker.served.query("SELECT status FROM initiative WHERE id = ?", form["id"])
    item = waiting[waiting.index("<main") : waiting.index("</main>")]
    undo = item[item.index('class="undo"') :]
    assert "badge" not in item
    assert "Closed" not in item.replace(undo, "")
    before = asker.statuses()
    assert asker.send({**form, "verdict": "UNDECIDED"}).status_code == 200
    assert asker.statuses() == before
    home = asker.get().text
    assert "decisions looked at again; " in home
    assert ("second-look", form["id"], "UNDECIDED", "", "", str(asker.served.query(LATEST, form["id"])[0][0])) == (
        asker.log()[-1]
    )
    assert status in ("IN", "OUT")
    assert f'name="id" value="{form["id"]}"' not in asker.get("second").text


def test_whoever_looks_for_a_name_chooses_among_those_that_have_it(asker: Asker) -> None:
    said = "SELECT name FROM initiative WHERE merged_into IS NULL AND name LIKE '%Merville%' AND mentions > 0"
    named = {str(name) for (name,) in asker.served.query(said)}
    assert len(named) > 1
    assert asker.served.query("SELECT 1 FROM initiative WHERE street LIKE '%Merville%' AND name NOT LIKE '%Merville%'")
    page = html.unescape(asker.get("candidates", status="all", q="merville").text)
    hits = page.partition('<nav class="hits"')[2].partition("</nav>")[0]
    assert f"{len(named)} names match:" in hits
    links = dict(re.findall(r'<a href="([^"]+)"[^>]*><bdi>(.+?)</bdi>', hits))
    assert set(links.values()) == named
    assert hits.count("aria-current") == 1
    for link, name in links.items():
        assert f'tabindex="-1"><bdi>{name}</bdi></h1>' in html.unescape(
            asker.served.client.get(asker.origin + link).text
        )
    only = asker.get("candidates", status="all", q="La Rustine").text
    assert 'class="hits"' not in only


def test_the_table_of_a_pair_marks_no_difference_where_the_reasons_say_the_same(asker: Asker) -> None:
    [(a, b, score, reasons)] = asker.served.query(
        "SELECT mention_a, mention_b, score, reasons FROM suggestion WHERE reasons LIKE '%same site %two things%'"
    )
    site = str(json.loads(str(reasons))[0])
    page = html.unescape(asker.get("pairs", at=f"{score}~{a}~{b}").text)
    [line] = re.findall(r"<tr[^>]*><th[^>]*>Site.*?</tr>", page, re.DOTALL)
    assert "≠" not in line
    assert "in common by the evidence" in line
    assert len(set(re.findall(r"<td>.*?</td>", line))) == 2
    [address] = re.findall(r"<tr[^>]*><th[^>]*>Address.*?</tr>", page, re.DOTALL)
    assert len(set(re.findall(r"<td>.*?</td>", address))) == 1
    assert "in common by the evidence" not in address, "what is the same to the eye need not be told"
    why = page.partition("Why the question arises")[2].partition("</ul>")[0]
    assert f'<li class="for">{site}</li>' in why
    assert '<li class="against">a currency and who runs it are two things</li>' in why
    assert '<li class="against">names unlike 0.' in why


def test_the_answer_is_never_kept_by_anybody(asker: Asker) -> None:
    answer = asker.send({"act": "x", "csrftoken": asker.form("verdict")["csrftoken"]})
    assert "no-store" in answer.headers["cache-control"]
    assert json.loads(answer.text)["ok"] is False
