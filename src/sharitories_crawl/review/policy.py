"""What browsers are told to refuse on our pages and on Datasette's."""

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sharitories_crawl.review.access import serving_of

if TYPE_CHECKING:
    from datasette.app import Datasette

REVIEW = "/-/review"
"""Where our own pages begin."""

_WITH_SCRIPTS = ("_close_open_menus.html", "_codemirror_foot.html")
"""Datasette's templates with a script inside; it is the same text on every page, so it can be named by its hash."""
_FACET_SWITCHES = ("DATASETTE_ALLOW_FACET = true;", "DATASETTE_ALLOW_FACET = false;")
_MENUS = _WITH_SCRIPTS[:1]
"""Those of them that every page has, ours too."""
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    # not no-referrer, under which a form's own origin would arrive as null
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
NOT_A_PAGE = "default-src 'none'; frame-ancestors 'none'"
"""For what is no page: rows as JSON, CSV or a spreadsheet."""

_hashes: "WeakKeyDictionary[Datasette, tuple[str, str]]" = WeakKeyDictionary()


def page_policy(datasette: "Datasette", path: str) -> str:
    """The Content-Security-Policy of a page.

    Ours have no script, style or picture but from this server. Datasette's own write the names of columns into a style
    sheet inside the page, which needs 'unsafe-inline' for styles; for scripts nothing does.
    """
    menus, all_scripts = _script_hashes(datasette)
    own = path == REVIEW or path.startswith(f"{REVIEW}/")
    scripts, styles = (menus, "'self'") if own else (all_scripts, "'self' 'unsafe-inline'")
    pictures = "'self' data:"
    serving = serving_of(datasette)
    if serving and serving.tiles and path == f"{REVIEW}/map":
        pictures += f" {serving.tiles.origin}"
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src {styles}; img-src {pictures}; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _script_hashes(datasette: "Datasette") -> tuple[str, str]:
    """Of the scripts inside every page, and of all scripts inside Datasette's pages."""
    if datasette not in _hashes:
        env = datasette.jinja_env
        texts = {name: _SCRIPT.findall(env.loader.get_source(env, name)[0]) for name in _WITH_SCRIPTS}
        menus = [text for name in _MENUS for text in texts[name]]
        everything = [text for found in texts.values() for text in found]
        _hashes[datasette] = (_named(menus), _named([*everything, *_FACET_SWITCHES]))
    return _hashes[datasette]


def _named(scripts: list[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
