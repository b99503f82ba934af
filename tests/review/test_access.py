"""Whoever is not known, or sends a request from elsewhere, is refused; nothing but a logged-in reviewer gets in."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette import Forbidden, Response
from datasette.app import Datasette
from datasette.plugins import pm
from datasette_auth_passwords.utils import hash_password
from pluggy import HookimplMarker
from tests.review.conftest import reviewing

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.access import plan_serving, read_base_url, read_passwords
from sharitories_crawl.review.guard import is_foreign, may_review, why_refused
from sharitories_crawl.review.login import LOGIN_LINK
from sharitories_crawl.review.serve import Served
from sharitories_crawl.review.shield import MOST_TRIES, TRY_SECONDS, Tries

HERE = "http://127.0.0.1"
PAGES = ["/", "/demo", "/demo/initiatives", "/demo/kinds_by_town", "/demo/initiatives.csv", "/demo?sql=select+1",
    "/-/metadata", "/-/databases", "/-/versions", "/-/threads", "/-/settings", "/-/plugins", "/-/messages"]  # fmt: skip
UNDER_A_PROXY = ["/", "/demo", "/demo/initiatives?status__exact=DISCOVERED", "/demo/kinds_by_town", "/demo/town/56121",
    "/demo?sql=select+1", "/demo/evidence_of", "/-/logout"]  # fmt: skip
WEAK = 1000
"""Rounds of hashing in these tests; `datasette hash-password` takes 480,000."""


class ChangingRoute:
    """A page that changes something, to be refused or not."""

    def __init__(self) -> None:
        self.changed: list[str] = []

    async def change(self, datasette: Datasette, request: Any) -> Response:
        if not await may_review(datasette, request):
            raise Forbidden("nobody known")
        form = await request.post_vars() if request.method == "POST" else {}
        if reason := why_refused(datasette, request, form.get("csrftoken", "")):
            return Response.json({"refused": reason}, status=403)
        self.changed.append(request.actor["id"])
        return Response.json({"token": request.scope["csrftoken"]()})

    async def token(self, request: Any) -> Response:
        return Response.text(request.scope["csrftoken"]())


class Plugin:
    """Puts the page above into every Datasette made while it is registered."""

    __name__ = "tests.review.changing"

    def __init__(self, page: ChangingRoute) -> None:
        self.page = page

    @HookimplMarker("datasette")
    def register_routes(self) -> list[tuple[str, Any]]:
        return [("^/-/review/change$", self.page.change), ("^/-/review/token$", self.page.token)]


@pytest.fixture
def route() -> Iterator[ChangingRoute]:
    """What was changed."""
    plugin = Plugin(ChangingRoute())
    pm.register(plugin)
    yield plugin.page
    pm.unregister(plugin)


def client_of(datasette: Datasette, **headers: str) -> httpx.AsyncClient:
    """A browser of its own, with its cookies, at the address that was printed."""
    transport = httpx.ASGITransport(app=datasette.app())
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers={"accept-language": "en", **headers})


@pytest.fixture
async def anonymous(demo_db: Path, route: ChangingRoute) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has no link."""
    async with client_of(Served(demo_db, plan_serving("127.0.0.1", "anne", None, "/"))) as client:
        yield client


@pytest.fixture
async def anne(demo_db: Path, route: ChangingRoute) -> AsyncIterator[httpx.AsyncClient]:
    """A reviewer who opened her link."""
    serving = plan_serving("127.0.0.1", "anne", None, "/")
    async with client_of(Served(demo_db, serving)) as client:
        assert (await client.get(LOGIN_LINK, params={"token": serving.token})).status_code == 302
        yield client


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "passwords.txt"
    lines = (f"{name}:{hash_password(f'secret of {name}', iterations=WEAK)}" for name in ("anne", "bert"))
    path.write_text("# reviewers\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("path", PAGES)
async def test_nobody_reads_without_having_come_in(anonymous: httpx.AsyncClient, path: str) -> None:
    answer = await anonymous.get(path)
    assert answer.status_code == 403
    assert "Open the link that the program printed" in answer.text
    assert "Lorient" not in answer.text


async def test_nobody_writes_without_having_come_in(anonymous: httpx.AsyncClient, route: ChangingRoute) -> None:
    token = (await anonymous.get("/-/review/token")).text
    answer = await anonymous.post("/-/review/change", data={"csrftoken": token}, headers={"origin": HERE})
    assert answer.status_code == 403
    assert route.changed == []


async def test_a_program_is_told_so_in_its_own_words(anonymous: httpx.AsyncClient) -> None:
    answer = await anonymous.get("/demo/initiatives.json")
    assert (answer.status_code, answer.json()["ok"]) == (403, False)


@pytest.mark.parametrize("token", ["", "wrong", "é"])
async def test_a_wrong_link_lets_nobody_in(anonymous: httpx.AsyncClient, token: str) -> None:
    answer = await anonymous.get(LOGIN_LINK, params={"token": token})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers or "ds_actor" not in answer.headers["set-cookie"]
    assert (await anonymous.get("/demo")).status_code == 403


async def test_a_cookie_of_another_server_lets_nobody_in(anonymous: httpx.AsyncClient, demo_db: Path) -> None:
    forged = Datasette([str(demo_db)]).sign({"a": {"id": "anne"}}, "actor")
    assert (await anonymous.get("/demo", cookies={"ds_actor": forged})).status_code == 403


async def test_the_link_lets_in_under_the_reviewers_name(anne: httpx.AsyncClient) -> None:
    assert (await anne.get("/-/actor.json")).json() == {"actor": {"id": "anne"}}
    assert (await anne.get("/demo/initiatives")).status_code == 200


async def test_who_is_logged_in_is_no_scripts_business(demo_db: Path) -> None:
    serving = plan_serving("127.0.0.1", "anne", None, "https://example.org/x/")
    async with client_of(Served(demo_db, serving)) as client:
        answer = await client.get(LOGIN_LINK, params={"token": serving.token})
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=lax" in answer.headers["set-cookie"].lower()


async def test_a_reviewers_page_may_change_something(anne: httpx.AsyncClient, route: ChangingRoute) -> None:
    token = (await anne.get("/-/review/token")).text
    sent = await anne.post("/-/review/change", data={"csrftoken": token}, headers={"origin": HERE})
    assert sent.status_code == 200
    fetched = await anne.post(
        "/-/review/change", json={}, headers={"x-csrftoken": token, "sec-fetch-site": "same-origin", "origin": HERE}
    )
    assert fetched.status_code == 200
    assert route.changed == ["anne", "anne"]


@pytest.mark.parametrize("token", ["", "wrong", None])
@pytest.mark.parametrize("cookies", [True, False], ids=["with a cookie", "without the token's cookie"])
async def test_without_the_right_token_nothing_changes(
    anne: httpx.AsyncClient, route: ChangingRoute, token: str | None, cookies: bool
) -> None:
    if cookies:
        await anne.get("/-/review/token")
    data = {} if token is None else {"csrftoken": token}
    assert (await anne.post("/-/review/change", data=data, headers={"origin": HERE})).status_code == 403
    assert route.changed == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"{HERE}:8002"},
        {"origin": "https://127.0.0.1"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"authorization": "Bearer x", "origin": "https://evil.example"},
        {},
    ],
    ids=str,
)
async def test_what_another_site_sends_changes_nothing(
    anne: httpx.AsyncClient, route: ChangingRoute, headers: dict[str, str]
) -> None:
    token = (await anne.get("/-/review/token")).text
    for path in ("/-/review/change", "/-/logout", "/-/messages"):
        answer = await anne.post(path, data={"csrftoken": token, "message": "x"}, headers=headers)
        assert answer.status_code == 403, path
    assert route.changed == []
    assert (await anne.get("/demo")).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_get_changes_nothing(anne: httpx.AsyncClient, route: ChangingRoute, method: str) -> None:
    token = (await anne.get("/-/review/token")).text
    answer = await anne.request(method, "/-/review/change", params={"csrftoken": token}, headers={"origin": HERE})
    assert answer.status_code in (403, 405)
    await anne.request(method, "/-/logout")
    assert route.changed == []
    assert (await anne.get("/demo")).status_code == 200


async def test_a_plain_datasette_shows_verdicts_to_those_logged_in(demo_db: Path, route: ChangingRoute) -> None:
    datasette = Datasette([str(demo_db)])
    root = {"ds_actor": datasette.sign({"a": {"id": "root"}}, "actor")}
    async with client_of(datasette) as client:
        refused = await client.get("/-/review/change")
        assert refused.status_code == 403
        assert "--root" in refused.text
        assert (await client.get("/demo/initiatives")).status_code == 200
        assert (await client.get(LOGIN_LINK, params={"token": ""})).status_code == 404
    async with client_of(datasette) as client:
        client.cookies.update(root)
        token = (await client.get("/-/review/token")).text
        foreign = {"x-csrftoken": token, "origin": "https://evil.example"}
        assert (await client.post("/-/review/change", headers=foreign)).json() == {"refused": "origin"}
        here = {"x-csrftoken": token, "origin": HERE}
        assert (await client.post("/-/review/change", headers=here)).status_code == 200
    assert route.changed == ["root"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "", "[::2]:80"])
async def test_a_foreign_name_that_leads_here_is_refused(anne: httpx.AsyncClient, host: str) -> None:
    for path in ("/demo", "/-/static/app.css", LOGIN_LINK):
        answer = await anne.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert "Lorient" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "LOCALHOST:9", "[::1]:8001"])
async def test_this_machines_names_are_answered(anne: httpx.AsyncClient, host: str) -> None:
    assert (await anne.get("/demo", headers={"host": host})).status_code == 200


async def test_passwords_let_in_those_of_the_file(demo_db: Path, password_file: Path) -> None:
    served = Served(demo_db, plan_serving("0.0.0.0", None, password_file, "/"))
    async with client_of(served) as client:
        asked = await client.get("/demo")
        assert (asked.status_code, asked.headers["location"]) == (302, "/-/login")
        assert (await client.get(LOGIN_LINK, params={"token": served.serving.token})).status_code == 404
        token = re.search('name="csrftoken" value="([^"]+)"', (await client.get("/-/login")).text)
        assert token
        form = {"csrftoken": token.group(1), "username": "anne"}
        here = {"origin": HERE}
        for wrong in ({"password": "wrong"}, {"password": ""}, {"username": "nobody", "password": "secret of anne"}):
            await client.post("/-/login", data={**form, **wrong}, headers=here)
            assert (await client.get("/demo")).status_code == 302
        basic = await client.get("/demo", auth=("anne", "secret of anne"))
        assert basic.status_code == 302
        entered = await client.post("/-/login", data={**form, "password": "secret of anne"}, headers=here)
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert (await client.get("/-/actor.json")).json() == {"actor": {"id": "anne"}}
        for path in ("/-/metadata.json", "/-/settings.json", "/-/plugins.json"):
            assert "pbkdf2" not in (await client.get(path)).text
        assert (await client.get("/-/password-tool")).status_code == 404


async def test_passwords_cannot_be_tried_without_end(demo_db: Path, password_file: Path) -> None:
    async with client_of(Served(demo_db, plan_serving("0.0.0.0", None, password_file, "/"))) as client:
        token = re.search('name="csrftoken" value="([^"]+)"', (await client.get("/-/login")).text)
        assert token
        form = {"csrftoken": token.group(1), "username": "anne", "password": "wrong"}
        codes = [
            (await client.post("/-/login", data=form, headers={"origin": HERE})).status_code
            for _ in range(MOST_TRIES + 1)
        ]
    assert codes == [200] * MOST_TRIES + [429]


def test_tries_are_forgotten_after_a_while() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    assert [tries.too_many("a") for _ in range(MOST_TRIES)] == [False] * MOST_TRIES
    assert tries.too_many("a")
    assert not tries.too_many("b")
    now[0] = TRY_SECONDS + 1
    assert not tries.too_many("a")


@pytest.mark.parametrize(
    "line",
    ["anne", "anne:plain", "anne:pbkdf2_sha256$0$ab$cd", ":pbkdf2_sha256$10$ab$cd", "anne:pbkdf2_sha256$10$ab",
     "anne: md5$1$a$b", "good:pbkdf2_sha256$10$ab$cd"],
)  # fmt: skip
def test_a_bad_line_of_passwords_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "passwords.txt"
    path.write_text(f"# reviewers\ngood:pbkdf2_sha256$10$ab$cd\n{line}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"passwords\.txt, line 3"):
        read_passwords(path)


@pytest.mark.parametrize("content", [b"", b"# nobody\n", b"\xff\xfe"])
def test_a_password_file_without_anybody_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "passwords.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="passwords"):
        read_passwords(path)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "review.example.org"])
def test_beyond_this_machine_passwords_are_demanded(host: str) -> None:
    with pytest.raises(BadInput, match=r"--passwords FILE.*hash-password"):
        plan_serving(host, "anne", None, "/")


@pytest.mark.parametrize(
    ("text", "path", "origin"),
    [
        ("/", "/", ""),
        ("/review/", "/review/", ""),
        ("a/b", "/a/b/", ""),
        ("https://Example.org/x", "/x/", "https://example.org"),
        ("http://example.org:8080", "/", "http://example.org:8080"),
    ],
)
def test_a_base_address_is_read(text: str, path: str, origin: str) -> None:
    assert read_base_url(text) == (path, origin)


@pytest.mark.parametrize(
    "text", ["/a b/", "/x?y", "//host", "ftp://example.org/", "https://", "https://u:p@h/", "/a#b", "/é/"]
)
def test_a_base_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(BadInput, match="--base-url"):
        read_base_url(text)


@pytest.mark.parametrize("origin", ["https://example.org", "https://example.org:443", "https://EXAMPLE.org"])
def test_a_proxys_origin_is_ours_where_it_was_told(demo_db: Path, origin: str) -> None:
    headers = {"origin": origin, "host": "127.0.0.1:8001"}
    told = Served(demo_db, plan_serving("127.0.0.1", "anne", None, "https://example.org/x/"))
    assert not is_foreign(told, headers, "http")
    untold = Served(demo_db, plan_serving("127.0.0.1", "anne", None, "/x/"))
    assert is_foreign(untold, headers, "http")
    plain = Datasette([str(demo_db)], metadata={"plugins": {"sharitories-crawl": {"origin": "https://example.org"}}})
    assert not is_foreign(plain, headers, "http")


@pytest.mark.parametrize("whole", [True, False], ids=["path left on", "path stripped by the proxy"])
async def test_behind_a_proxy_every_link_stays_under_its_path(demo_db: Path, whole: bool) -> None:
    serving = plan_serving("127.0.0.1", "anne", None, "https://example.org/x/y/")
    base = "/x/y" if whole else ""
    async with client_of(Served(demo_db, serving), host="example.org") as client:
        entered = await client.get(base + LOGIN_LINK, params={"token": serving.token})
        assert entered.headers["location"].startswith("/x/y/")
        for path in UNDER_A_PROXY:
            page = await client.get(base + path)
            assert page.status_code == 200, path
            inside = re.findall(r'(?:href|src|action)="(/[^"]*|https?://(?:example\.org|127\.)[^"]*)"', page.text)
            assert inside
            stray = [link for link in inside if not re.match(r"(https?://example\.org)?/x/y/", link)]
            assert stray == [], path
            for link in inside:
                if "static" in link:
                    assert (await client.get(link.removeprefix("/x/y") if not whole else link)).status_code == 200


def test_others_may_come_by_password_through_the_real_program(demo_db: Path, password_file: Path) -> None:
    from tests.programs import SHARITORIES, running

    command = [*SHARITORIES, "review", "--db", str(demo_db), "--port", "0", "--host", "127.0.0.1"]
    with running([*command, "--passwords", str(password_file), "--base-url", "/x/"]) as process:
        process.wait_for(lambda: "Open  " in process.text())
        match = re.search(r"Open  (http://127\.0\.0\.1:\d+)/x/-/login  and log in \(anne, bert\)", process.text())
        assert match, process.text()
        with httpx.Client(base_url=match.group(1), trust_env=False, headers={"origin": match.group(1)}) as client:
            token = re.search('name="csrftoken" value="([^"]+)"', client.get("/x/-/login").text)
            assert token
            form = {"csrftoken": token.group(1), "username": "bert", "password": "secret of bert"}
            assert client.post("/x/-/login", data=form).headers["location"] == "/x/"
            assert client.get("/x/demo").status_code == 200


def test_a_reviewers_name_signs(demo_db: Path) -> None:
    with reviewing(demo_db, "--reviewer", "Anne Le Goff") as served:
        told = served.client.get(f"http://127.0.0.1:{served.port}/-/actor.json").json()
        assert told == {"actor": {"id": "Anne Le Goff"}}
