"""Addresses in three steps: canonical (the same place), normalized (the same page), site key (the same owner)."""

import re
from base64 import urlsafe_b64decode
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from sharitories_crawl.extract.hosts import REDIRECTORS, TRACKING_NAMES, TRACKING_PREFIXES
from sharitories_crawl.extract.identity import account_of, site_of

LONGEST_URL = 4096

# the common case, already canonical: lower-case host, no default port, plain path, neither query, escapes nor dots
_CANONICAL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::(?!80/|443/)(?:[1-9]\d{1,3}|[1-5]\d{4}))?"
    r"/(?:[\w~!$&'()*+,;=:@-]+(?:[./][\w~!$&'()*+,;=:@-]+)*/?)?",
    re.ASCII,
)
_PLAIN_QUERY = re.compile(r"[\w=&.,~+:;/-]{0,500}", re.ASCII)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_IGNORED = str.maketrans("", "", "\t\r\n")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?[]"
_SPARE_HOST = re.compile(r"^(?:www\d?|m|mobile)\.(?=[^.]+\.)")
_SPARE_FILE = re.compile(r"/(?:index|default|home)\.(?:html?|php\d?|aspx?|jsp|cgi|shtml)$", re.IGNORECASE)
_ARCHIVED = re.compile(r"^/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/.+)$")


def canonicalize_url(url: str, base: str = "") -> str:
    """The same place, fit for fetching and as the key of a page.

    Lower-case scheme and host, no default port, fragment or tracking parameter; case and order of the rest stand.
    Raises ValueError for what is no http(s) address of a host, or carries credentials.
    """
    plain = _plain(_origin(base) + url if base and url.startswith("/") else url)
    if plain:
        return plain
    text = url.strip().translate(_IGNORED)
    if len(text) > LONGEST_URL:
        raise ValueError(f"address longer than {LONGEST_URL} characters: {text[:60]}...")
    if base:
        text = urljoin(base, text)
    parts = urlsplit(text)
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise ValueError(f"not an http or https address: {text[:80]!r}")
    if "@" in parts.netloc:
        raise ValueError(f"address with credentials: {parts.hostname!r}")
    netloc = _canonical_host(parts.hostname or "")
    port = parts.port
    if port is not None and port != (443 if scheme == "https" else 80):
        netloc = f"{netloc}:{port}"
    path = _tidy_escapes(quote(_without_dots(parts.path.replace("\\", "/")) or "/", safe=_SAFE_IN_PATH))
    query = _tidy_escapes(quote(_without_tracking(parts.query), safe=_SAFE_IN_QUERY))
    canonical = f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    if len(canonical) > LONGEST_URL:
        raise ValueError(f"address longer than {LONGEST_URL} characters: {canonical[:60]}...")
    return canonical


def normalize_url(url: str) -> str:
    """The same page, as an identity and not for fetching: `fablab.fr/lieu`, whatever the scheme, www. or redirector.

    Raises ValueError like canonicalize_url.
    """
    parts = urlsplit(unwrap_redirect(canonicalize_url(url)))
    host = _SPARE_HOST.sub("", parts.netloc)
    path = _SPARE_FILE.sub("/", parts.path).rstrip("/")
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}{path}" + (f"?{query}" if query else "")


def unwrap_redirect(url: str) -> str:
    """The canonical address that a search engine's, Facebook's or the Web Archive's link leads to; others unchanged."""
    if url.find("http", 8) < 0 and "/ck/a?" not in url:
        return url
    for _ in range(4):
        target = _target(url)
        if target is None:
            return url
        try:
            url = canonicalize_url(target)
        except ValueError:
            return url
    return url


def _target(url: str) -> str | None:
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    if host == "web.archive.org":
        archived = _ARCHIVED.match(parts.path)
        return archived.group(1).replace(":/", "://", 1).replace(":///", "://") if archived else None
    if host == "bing.com" and parts.path == "/ck/a":
        wrapped = dict(parse_qsl(parts.query)).get("u", "")
        try:
            return urlsafe_b64decode(wrapped[2:] + "==").decode() if wrapped.startswith("a1") else None
        except (ValueError, UnicodeDecodeError):
            return None
    rule = REDIRECTORS.get(host)
    if rule is None or not parts.path.startswith(rule[0]):
        return None
    given = dict(parse_qsl(parts.query))
    return next((given[name] for name in rule[1] if given.get(name, "").startswith(("http://", "https://"))), None)


@lru_cache(maxsize=8192)
def _plain(url: str) -> str:
    """The canonical form of an address without any oddity, at a tenth of the cost; empty for the others.

    Remembered: a site's menu comes with each of its pages.
    """
    place, _, _ = url.partition("#")
    place, asked, query = place.partition("?")
    if len(place) > LONGEST_URL // 2 or not _CANONICAL.fullmatch(place):
        return ""
    if not asked:
        return place
    if not _PLAIN_QUERY.fullmatch(query):
        return ""
    kept = _without_tracking(query)
    return f"{place}?{kept}" if kept else place


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    return base[: base.find("/", 8)] if base.find("/", 8) > 0 else base


@lru_cache(maxsize=8192)
def _canonical_host(host: str) -> str:
    """The host in lower case and punycode, without the final dot."""
    host = unquote(host.lower()).rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if not host.isascii():
        import idna  # with tldextract

        host = idna.encode(host, uts46=True).decode()
    if not host or len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError(f"no host in the address: {host[:60]!r}")
    return host


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _tidy_escapes(path: str) -> str:
    return _ESCAPE.sub(_tidy_escape, path) if "%" in path else path


def _tidy_escape(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if character in _UNRESERVED else match.group(0).upper()


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0].lower()
        if pair and name not in TRACKING_NAMES and not name.startswith(TRACKING_PREFIXES):
            kept.append(pair)
    return "&".join(kept)


def site_key(url: str) -> str | None:
    """Identity of the own site an address belongs to, or None where its host identifies no initiative.

    The registrable domain as a rule; on a host of many tenants, the tenant: `amap.wordpress.com`,
    `sites.google.com/view/amap`. Press, directories, town halls, networks, maps and tools give None.
    """
    try:
        return site_of(unwrap_redirect(canonicalize_url(url)))
    except ValueError:
        return None


def social_account(url: str) -> str | None:
    """The account on a network: `facebook/handle`, `mastodon/@x@host`; None for share buttons, posts and persons."""
    try:
        return account_of(unwrap_redirect(canonicalize_url(url)))
    except ValueError:
        return None
