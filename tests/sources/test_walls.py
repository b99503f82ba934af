"""A wall is told from a page that only speaks of walls."""

from collections.abc import Callable

import pytest

from sharitories_crawl.models import AnswerStatus, Response
from sharitories_crawl.sources.walls import LONGEST_WALL, find_wall, wall

PAGE = "<html><head><title>{title}</title></head><body>{body}</body></html>"
SENTENCES = "<p>Le jardin partagé du quartier ouvre le samedi et tout le monde peut y venir cultiver.</p>" * 20


def page(body: str, title: str = "") -> str:
    return PAGE.format(title=title, body=body)


WALLS = {
    "cloudflare-header": (403, {"cf-mitigated": "challenge"}, "", "captcha", "cloudflare-challenge"),
    "cloudflare-page": (
        403,
        {"server": "cloudflare"},
        page(
            "<script>window._cf_chl_opt={cType:'managed'}</script><noscript>JavaScript</noscript>", "Just a moment..."
        ),
        "captcha",
        "cloudflare-challenge",
    ),
    "cloudflare-503": (503, {}, page("<script src='/cdn-cgi/challenge-platform/x.js'></script>"), "captcha", "captcha"),
    "cloudflare-1020": (
        403,
        {},
        page('<span class="cf-error-code">1020</span> Sorry'),
        "blocked",
        "cloudflare-denied",
    ),
    "recaptcha-503": (
        503,
        {},
        page('<script src="https://www.google.com/recaptcha/api.js"></script>'),
        "captcha",
        "captcha",
    ),
    "hcaptcha-403": (403, {}, page('<script src="https://js.hcaptcha.com/1/api.js"></script>'), "captcha", "captcha"),
    "datadome-page": (
        403,
        {},
        page('<script>var dd={}</script><script src="https://ct.captcha-delivery.com/c.js"></script>'),
        "captcha",
        "datadome-challenge",
    ),
    "datadome-json": (
        403,
        {},
        '{"url":"https://geo.captcha-delivery.com/captcha/?initialCid=x"}',
        "captcha",
        "datadome-challenge",
    ),
    "aws-waf": (202, {"x-amzn-waf-action": "challenge"}, "", "captcha", "aws-challenge"),
    "anubis": (
        200,
        {},
        page("<script id='anubis_challenge'>{}</script>", "Making sure you're not a bot!"),
        "captcha",
        "bot-check",
    ),
    "duckduckgo": (
        200,
        {},
        page('<div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>'),
        "captcha",
        "duckduckgo-challenge",
    ),
    "bot-check": (
        200,
        {},
        page("<p>This is automatic.</p>", "searx.example | Verifying your request"),
        "captcha",
        "bot-check",
    ),
    "browser-check": (200, {}, page("<h1>Checking your\n  browser before accessing</h1>"), "captcha", "bot-check"),
    "french-check": (200, {}, page("<p>Veuillez confirmer que vous n’êtes pas un robot</p>"), "captcha", "challenge"),
    "unusual-traffic": (
        200,
        {},
        page("Our systems have detected unusual traffic from your computer network."),
        "captcha",
        "unusual-traffic",
    ),
    "geo-block": (200, {}, page("We are not yet available in your country."), "blocked", "geo-block"),
    "geo-block-french": (200, {}, page("Ce service n'est pas disponible dans votre pays."), "blocked", "geo-block"),
    "access-denied": (200, {}, page("<h1>Access Denied</h1>You don't have permission."), "blocked", "access-denied"),
    "french-denied": (200, {}, page("<h1>Accès refusé</h1>"), "blocked", "access-denied"),
    "401": (401, {}, "", "blocked", "login-required"),
    "402": (402, {}, "", "blocked", "payment-required"),
    "403": (403, {}, page("<h1>Forbidden</h1>"), "blocked", "access-denied"),
    "429": (429, {}, "", "rate-limited", "too-many-requests"),
    "451": (451, {}, "", "blocked", "legal-block"),
}

ORDINARY = {
    "contact-form-with-recaptcha": page(
        "<h1>Contact</h1><form><input type=email name=mail><textarea></textarea><label>Confirmez que vous "
        "n'êtes pas un robot</label><div class=g-recaptcha></div></form><script src='https://www.google.com/recaptcha/api.js'></script>"
    ),
    "contact-form-with-turnstile": page(
        "<form><input type=email><div class=cf-turnstile></div></form>"
        "<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>"
    ),
    "newsletter-with-hcaptcha": page(
        "<script src='https://js.hcaptcha.com/1/api.js'></script><p>Bienvenue au fablab</p>"
    ),
    "cloudflare-in-front-of-an-ordinary-page": page(
        "<p>AMAP du Scorff</p><script>window.__CF$cv$params={r:'8'};</script>"
        "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"
        "</script>"
    ),
    "article-about-captchas": page(
        f"{SENTENCES}<p>Access denied: Please complete the captcha to verify you are human, says every site.</p>"
    ),
    "article-that-shows-the-code": page(
        f"{SENTENCES}<pre>window._cf_chl_opt = anomaly-modal__ captcha-delivery.com/</pre>"
    ),
    "zero-waste-challenge": page(
        "<h1>Défi zéro déchet</h1><form id='challenge-form'><button>Je participe</button></form>"
    ),
    "application-that-needs-javascript": page("<noscript>You need to enable JavaScript to run this app.</noscript>"),
    "json": '{"results": [{"content": "Access denied. Verifying your request."}]}',
    "empty": "",
}


@pytest.mark.parametrize(("status", "headers", "text", "ending", "slug"), WALLS.values(), ids=WALLS)
def test_a_wall_comes_out_as_what_it_is(
    status: int, headers: dict[str, str], text: str, ending: str, slug: str
) -> None:
    found = find_wall(status, headers, text)
    assert found is not None
    assert (found[0].value, found[1]) == (ending, slug)
    assert found[2].endswith(".")


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_page_is_no_wall(text: str) -> None:
    assert find_wall(200, {"content-type": "text/html"}, text) is None


def test_a_page_that_says_enough_is_no_wall() -> None:
    mark = "<p>Access denied</p>"
    assert find_wall(200, {}, page(mark + "x " * (LONGEST_WALL // 4))) is not None
    assert find_wall(200, {}, page(mark + "x " * LONGEST_WALL)) is None


@pytest.mark.parametrize("status", [404, 410, 500, 502, 503])
def test_a_broken_or_missing_page_keeps_nobody_out(status: int) -> None:
    assert find_wall(status, {}, page("<h1>Page introuvable</h1>")) is None


@pytest.mark.parametrize(
    ("status", "headers", "url", "ending", "reason"),
    [
        pytest.param(200, {}, "https://www.startpage.com/sp/captcha", "captcha", "captcha", id="startpage-captcha"),
        pytest.param(
            302, {"location": "/sp/captcha?x=1"}, "https://s.example/", "captcha", "captcha", id="led-to-captcha"
        ),
        pytest.param(200, {}, "https://www.google.fr/sorry/index", "captcha", "captcha", id="google-sorry"),
        pytest.param(504, {}, "https://s.example/", "timeout", "gateway-timeout", id="504"),
        pytest.param(408, {}, "https://s.example/", "timeout", "gateway-timeout", id="408"),
        pytest.param(
            503, {"retry-after": "60"}, "https://s.example/", "rate-limited", "asked-to-wait", id="503-come-back"
        ),
        pytest.param(503, {}, "https://s.example/", "unreadable", "http-503", id="503"),
        pytest.param(500, {}, "https://s.example/", "unreadable", "http-500", id="500"),
        pytest.param(404, {}, "https://s.example/", "unreadable", "http-404", id="404"),
        pytest.param(301, {"location": "/"}, "https://s.example/", "unreadable", "http-301", id="301"),
    ],
)
def test_a_source_out_of_order_is_never_empty(
    respond: Callable[..., Response], status: int, headers: dict[str, str], url: str, ending: str, reason: str
) -> None:
    answer = wall(respond("", status, headers, url))
    assert answer is not None
    assert (answer.status.value, answer.reason) == (ending, reason)


def test_an_answer_with_nothing_in_front_passes(respond: Callable[..., Response]) -> None:
    assert wall(respond(page(SENTENCES))) is None


REAL_WALLS = {
    "wall_bing.html": AnswerStatus.CAPTCHA,
    "wall_http-qwant.html": AnswerStatus.BLOCKED,
    "wall_qwant.html": AnswerStatus.BLOCKED,
    "wall_searx.html": AnswerStatus.CAPTCHA,
    # the name says results, but what was saved is DuckDuckGo's "select all squares containing a duck"
    "duckduckgo_ddg_lite.html": AnswerStatus.CAPTCHA,
}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "ending"), REAL_WALLS.items(), ids=REAL_WALLS)
def test_a_real_wall_is_known_by_its_own_mark(saved: Callable[[str], str], name: str, ending: AnswerStatus) -> None:
    found = find_wall(200, {}, saved(f"serps/{name}"))
    assert found is not None
    assert found[0] is ending


@pytest.mark.shared
@pytest.mark.parametrize("name", ["mojeek.html", "startpage.html", "brave.html", "duckduckgo_ddg_html.html"])
def test_a_real_results_page_is_no_wall(saved: Callable[[str], str], name: str) -> None:
    assert find_wall(200, {}, saved(f"serps/{name}")) is None
