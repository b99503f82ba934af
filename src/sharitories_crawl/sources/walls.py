"""Walls: what a server puts up in place of a page, told apart from pages that merely speak of captchas.

The marks follow SearXNG's block detection (Cloudflare, reCAPTCHA, DataDome, Startpage), the documented headers of
Cloudflare (`cf-mitigated`) and AWS WAF (`x-amzn-waf-action`), and saved block pages.
"""

import re
from collections.abc import Mapping

from sharitories_crawl.models import Answer, AnswerStatus, Response
from sharitories_crawl.sources.fields import read_html

Wall = tuple[AnswerStatus, str, str]
"""(status, reason slug, one sentence for a person)."""

LONGEST_WALL = 1000
"""Characters of visible text. A page that says more than this is a page; the longest saved wall has 638."""

_CAPTCHA, _BLOCKED = AnswerStatus.CAPTCHA, AnswerStatus.BLOCKED
_CLOUDFLARE: Wall = (_CAPTCHA, "cloudflare-challenge", "Cloudflare's challenge page stands in front.")
_DUCKDUCKGO: Wall = (_CAPTCHA, "duckduckgo-challenge", "DuckDuckGo asks to prove that a human is searching.")
_DATADOME: Wall = (_CAPTCHA, "datadome-challenge", "DataDome's challenge stands in front.")
_BOT_CHECK: Wall = (_CAPTCHA, "bot-check", "The page checks the browser with JavaScript before it shows anything.")

# /cdn-cgi/challenge-platform/ alone is no mark: Cloudflare puts it into ordinary pages as well
_IN_SOURCE: Mapping[str, Wall] = {
    "anomaly-modal__": _DUCKDUCKGO,
    "duckduckgo.com/anomaly.js": _DUCKDUCKGO,
    "_cf_chl_opt": _CLOUDFLARE,
    "__cf_chl_captcha_tk__": _CLOUDFLARE,
    "challenge-error-text": _CLOUDFLARE,
    "captcha-delivery.com/": _DATADOME,
    "anubis_challenge": _BOT_CHECK,
    'class="cf-error-code"': (_BLOCKED, "cloudflare-denied", "Cloudflare denies access."),
}
_DENIALS: tuple[tuple[str, Wall], ...] = (
    (
        r"incapsula incident id|sucuri website firewall|you have been blocked|403 forbidden|"
        r"access (?:to this (?:page|site|website) )?(?:has been |is |was )?(?:denied|forbidden)|"
        r"acc[eè]s (?:refus[eé]|interdit)|toegang geweigerd|acesso negado|åtkomst nekad|"
        r"don.t have permission to access",
        (_BLOCKED, "access-denied", "The page says that access is denied."),
    ),
    (
        r"(?:not (?:yet )?available|unavailable) in your (?:country|region|location)|"
        r"(?:pas|plus) (?:encore )?disponible dans votre (?:pays|r[eé]gion)|"
        r"niet beschikbaar in (?:je|jouw|uw) (?:land|regio)|não (?:está )?disponível no seu país|"
        r"inte tillgänglig i ditt land",
        (_BLOCKED, "geo-block", "The page says that it is not available in this country."),
    ),
)
_CHECKS: tuple[tuple[str, Wall], ...] = (
    (
        r"(?:unusual|automated) (?:traffic|requests) from your|too many requests from your",
        (_CAPTCHA, "unusual-traffic", "The page complains of unusual traffic from this address."),
    ),
    (
        r"(?:solve|complete|pass) (?:the|this|a) (?:\w+ )?(?:challenge|captcha|puzzle|security check)|made by a human|"
        r"(?:verify|verifying|confirm|prove) (?:that )?you(?: are|.re) (?:a |not a )?(?:human|bot|robot)|"
        r"que vous (?:n.[eê]tes pas un (?:robot|bot)|[eê]tes (?:bien )?(?:un )?humain)",
        (_CAPTCHA, "challenge", "The page asks to solve a challenge before going on."),
    ),
    (
        r"verifying your (?:request|browser|connection)|checking your browser|making sure you.re not a bot|"
        r"your (?:request|browser) is being (?:verified|checked)|javascript and cookies to continue|"
        r"needs to review the security of your connection|v[eé]rification de votre navigateur",
        _BOT_CHECK,
    ),
)
_WIDGETS = (
    *("google.com/recaptcha/", "recaptcha.net/recaptcha/", "hcaptcha.com/", "challenges.cloudflare.com/turnstile"),
    *("/cdn-cgi/challenge-platform/", "__cf_chl_", 'id="challenge-form"', "_Incapsula_Resource"),
)
_REFUSING = frozenset({202, 401, 403, 405, 429, 503})
_BY_STATUS: Mapping[int, Wall] = {
    401: (_BLOCKED, "login-required", "The server asks for a login (401)."),
    402: (_BLOCKED, "payment-required", "The server asks for payment (402)."),
    403: (_BLOCKED, "access-denied", "The server denies access (403)."),
    429: (AnswerStatus.RATE_LIMITED, "too-many-requests", "The server says that there were too many requests (429)."),
    451: (_BLOCKED, "legal-block", "The server withholds the page for legal reasons (451)."),
}
_TIMEOUTS = frozenset({408, 504, 522, 524})
_CAPTCHA_ADDRESS = re.compile(r"/sp/captcha|//[^/]*google\.[a-z.]+/sorry/|captcha-delivery\.com/")
# a captcha beside one of these guards the form, not the page
_CONTACT_FORM = "input[type=email], input[type=tel], textarea"
_UNSEEN = "script, style, svg, template, select, title"


def find_wall(status: int, headers: Mapping[str, str], text: str) -> Wall | None:
    """The wall that this answer is; None for an ordinary page, whatever it embeds or mentions.

    Header names are lower case. A plain 404 or 500 is no wall: nobody is kept out by it.
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return _CLOUDFLARE
    if headers.get("x-amzn-waf-action", "").lower() in ("captcha", "challenge"):
        return _CAPTCHA, "aws-challenge", "Amazon's firewall asks to solve a challenge."
    if (found := _wall_in_text(text)) is not None:
        return found
    if status in _REFUSING and any(widget in text for widget in _WIDGETS):
        return _CAPTCHA, "captcha", f"The server refuses ({status}) and shows a captcha."
    return _BY_STATUS.get(status)


def wall(response: Response) -> Answer | None:
    """The answer of a source that sent no results because something stands in front or is out of order, else None.

    Ask it only where no results were found: a results page may quote any of the marks.
    """
    if _CAPTCHA_ADDRESS.search(f"{response.url} {response.headers.get('location', '')}"):
        return Answer(_CAPTCHA, reason="captcha", detail="The server led to a captcha page.")
    code = response.status
    if (found := find_wall(code, response.headers, response.text)) is not None:
        status, reason, sentence = found
    elif 200 <= code < 300:
        return None
    elif code in _TIMEOUTS:
        status, reason, sentence = AnswerStatus.TIMEOUT, "gateway-timeout", f"The server gave up waiting ({code})."
    elif code == 503 and "retry-after" in response.headers:
        sentence = "The server is busy and says when to come back (503)."
        status, reason = AnswerStatus.RATE_LIMITED, "asked-to-wait"
    else:
        sentence = f"The server answered with status {code} and nothing that can be read."
        status, reason = AnswerStatus.UNREADABLE, f"http-{code}"
    return Answer(status, reason=reason, detail=sentence)


# enough of these, and the page is too long for a wall without being parsed
_PARAGRAPHS = re.compile(r"<p(?: [^<>]*)?>([^<>{}]{100,})</p>")


def _wall_in_text(text: str) -> Wall | None:
    if text.lstrip()[:1] in ("{", "["):
        # DataDome answers an API with {"url": "https://geo.captcha-delivery.com/..."}; what records say is no mark
        return _DATADOME if len(text) <= LONGEST_WALL and "captcha-delivery.com/" in text else None
    said = 0
    for paragraph in _PARAGRAPHS.finditer(text):
        said += len(paragraph.group(1))
        if said > LONGEST_WALL:
            return None
    tree = read_html(text)
    title = tree.css_first("title")
    seen = title.text() if title is not None else ""
    guards_a_form = tree.css_first(_CONTACT_FORM) is not None
    for unseen in tree.css(_UNSEEN):
        unseen.decompose()
    seen = " ".join(f"{seen} {tree.body.text(separator=' ') if tree.body is not None else ''}".split())
    # the length comes first: the patterns are too slow for whole pages
    if len(seen) > LONGEST_WALL:
        return None
    for mark, found in _IN_SOURCE.items():
        if mark in text:
            return found
    for pattern, found in _DENIALS if guards_a_form else _DENIALS + _CHECKS:
        if re.search(pattern, seen, re.IGNORECASE):
            return found
    return None
