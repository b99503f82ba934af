"""Whose address it is: the own site of an initiative, or its account on a network."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from sharitories_crawl.extract.hosts import (
    MASTODON_HOSTS,
    MASTODON_MARKS,
    NO_IDENTITY,
    PATH_TENANTS,
    PUBLIC_BODY_ENDINGS,
    PUBLIC_BODY_PREFIXES,
    PUBLIC_BODY_PREFIXES_PT,
    PUBLIC_BODY_SUFFIXES,
    SUBDOMAIN_AND_PATH_TENANTS,
    SUBDOMAIN_TENANTS,
    TENANT_DOORS,
    words,
)

if TYPE_CHECKING:
    from tldextract import TLDExtract

_ADDRESS = re.compile(r"[0-9.]+|\[.*\]")
_HANDLE = re.compile(r"[\w.-]{2,100}")
_ID_AT_END = re.compile(r"(?:^|-)(\d{9,})$")

_NETWORKS = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "instagram.com": "instagram",
    "twitter.com": "twitter",
    "x.com": "twitter",
    "youtube.com": "youtube",
    "linkedin.com": "linkedin",
    "helloasso.com": "helloasso",
    "framalistes.org": "framalistes",
    "framagroupes.org": "framalistes",
    "tiktok.com": "tiktok",
    "threads.net": "threads",
    "threads.com": "threads",
    "bsky.app": "bluesky",
    "t.me": "telegram",
    "telegram.me": "telegram",
}
_FACEBOOK_ROOMS = words(
    """
    share sharer sharer.php share.php dialog plugins login login.php watch photo photo.php photos story.php hashtag help
    policies privacy business ads marketplace gaming l.php tr media messages events event.php notes home.php recover
    search legal terms policy.php permalink.php video.php videos reel reels stories settings pages_manager ajax connect
    """
)
_INSTAGRAM_ROOMS = words("p reel reels explore accounts tv direct about legal share developer web emails")
_TWITTER_ROOMS = words(
    "share intent search hashtag home i login signup privacy tos explore settings widgets about account"
)


_OWNERS_DOORS = words(
    """
    www www2 m mobile fr en nl pt sv de blog site web wp new old beta accueil home shop boutique agenda wiki forum
    contact
    """
)


def site_of(url: str) -> str | None:
    """Identity of the own site that a canonical address belongs to; see urls.site_key."""
    _, _, netloc, path = url.split("?", 1)[0].split("/", 3)
    host = netloc if netloc[0] == "[" else netloc.removeprefix("www.").partition(":")[0]
    kept = PATH_TENANTS.get(host)
    if kept is not None:
        first, depth = kept
        segments = [segment for segment in path.split("/") if segment][:depth]
        if len(segments) == depth and (not first or segments[0] in first):
            return f"{host}/{'/'.join(segments)}".lower()
        return None
    key, depth = _site_of_host(host)
    if key is None or not depth:
        return key
    segments = [segment for segment in path.split("/") if segment][:depth]
    return "/".join([key, *segments]).lower()


@lru_cache(maxsize=16384)
def own_label(host: str) -> str:
    """The label that names the site: `amap` of amap.wordpress.com, `bocal` of bocal.fr and of lieux.bocal.fr."""
    labels = host.split(".")
    for cut in range(1, len(labels) - 1):
        parent = ".".join(labels[cut:])
        if parent in SUBDOMAIN_TENANTS or parent in SUBDOMAIN_AND_PATH_TENANTS:
            return labels[cut - 1]
    found = _public_suffixes()(host)
    return found.domain if found.suffix and found.domain else labels[-2] if len(labels) > 1 else host


@lru_cache(maxsize=16384)
def _site_of_host(host: str) -> tuple[str | None, int]:
    """The key of a host, and how many segments of the path belong to it as well."""
    if _ADDRESS.fullmatch(host) or "." not in host:
        return None, 0
    labels = host.split(".")
    for cut in range(len(labels) - 1):
        parent = ".".join(labels[cut:])
        if parent in SUBDOMAIN_TENANTS or parent in SUBDOMAIN_AND_PATH_TENANTS:
            tenant = labels[cut - 1] if cut else ""
            if not tenant or tenant in TENANT_DOORS:
                return None, 0
            return f"{tenant}.{parent}", SUBDOMAIN_AND_PATH_TENANTS.get(parent, 0)
        if parent in NO_IDENTITY:
            return None, 0
    if host.endswith(PUBLIC_BODY_SUFFIXES):
        return None, 0
    found = _public_suffixes()(host)
    registrable = f"{found.domain}.{found.suffix}" if found.suffix and found.domain else ""
    if not registrable:
        # an unknown top-level domain, .example say, counts as one label; a bare public suffix is nobody's
        registrable = "" if found.suffix else ".".join(labels[-2:])
    if not registrable:
        return None, 0
    owner = registrable.partition(".")[0]
    if owner.startswith(PUBLIC_BODY_PREFIXES) or owner.endswith(PUBLIC_BODY_ENDINGS):
        return None, 0
    if registrable.endswith(".pt") and owner.startswith(PUBLIC_BODY_PREFIXES_PT):
        return None, 0
    if host.startswith(("mairie.", "ville.")):
        return None, 0
    # an unknown host of many tenants gives each a subdomain: only doors that one owner opens are passed through
    own = host.removesuffix(registrable).rstrip(".").split(".")
    tenant = ".".join(label for label in own if label and label not in _OWNERS_DOORS)
    return f"{tenant}.{registrable}" if tenant else registrable, 0


@lru_cache(maxsize=1)
def _public_suffixes() -> "TLDExtract":
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def account_of(url: str) -> str | None:
    """The account that a canonical address belongs to; see urls.social_account."""
    host = url.split("/", 3)[2].removeprefix("www.")
    network = _network(host)
    if not network:
        return None
    parts = urlsplit(url)
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if not segments:
        return None
    first = segments[0].lower()
    second = segments[1].lower() if len(segments) > 1 else ""
    match network:
        case "facebook":
            return _facebook(segments, dict(parse_qsl(parts.query)))
        case "instagram":
            handle = second if first == "stories" else first.lstrip("@")
            return _account(network, handle) if handle not in _INSTAGRAM_ROOMS else None
        case "twitter":
            return _account(network, first.lstrip("@")) if first not in _TWITTER_ROOMS else None
        case "youtube":
            return _youtube(segments)
        case "linkedin":  # /in/ is a person
            return _account(f"linkedin/{first}", second) if first in ("company", "school", "showcase") else None
        case "helloasso":
            return _account(network, second) if first == "associations" else None
        case "framalistes":
            return _account(network, segments[2].lower()) if len(segments) > 2 and first == "sympa" else None
        case "tiktok" | "threads":
            return _account(network, first) if first.startswith("@") else None
        case "bluesky":
            return _account(network, second) if first == "profile" else None
        case "telegram":
            return (
                _account(network, first) if first not in ("share", "joinchat", "s", "iv") and first[0] != "+" else None
            )
    return _mastodon(host, segments)


@lru_cache(maxsize=8192)
def _network(host: str) -> str:
    """The network a host belongs to, or an empty string."""
    for root, network in _NETWORKS.items():
        if host == root or host.endswith("." + root):
            return network
    return "mastodon" if host in MASTODON_HOSTS or any(mark in host for mark in MASTODON_MARKS) else ""


def _account(network: str, handle: str) -> str | None:
    return f"{network}/{handle}" if _HANDLE.fullmatch(handle.removeprefix("@")) else None


def _facebook(segments: list[str], query: dict[str, str]) -> str | None:
    first = segments[0].lower()
    if first in ("profile.php", "permalink.php"):
        number = query.get("id", "")
        return f"facebook/{number}" if number.isdigit() else None
    if first == "groups":
        return _account("facebook/groups", segments[1].lower()) if len(segments) > 1 else None
    if first in ("pages", "people", "p", "pg"):
        if len(segments) < 2:
            return None
        last = segments[-1] if first != "pg" else segments[1]
        if first in ("pages", "people"):
            # /pages/Name/123 and /pages/category/Sort/Name-123: the number is the page, "pages" is nobody
            number = next((found.group(1) for part in reversed(segments) if (found := _ID_AT_END.search(part))), "")
            number = number or (last if last.isdigit() else "")
            return f"facebook/{number}" if number else None
        return _facebook_handle(last if first == "pg" else segments[1])
    if first in _FACEBOOK_ROOMS or first.startswith("v2.") or first.endswith(".php"):
        return None
    return _facebook_handle(segments[0])


def _facebook_handle(segment: str) -> str | None:
    number = _ID_AT_END.search(segment)
    return f"facebook/{number.group(1)}" if number else _account("facebook", segment.lower())


def _youtube(segments: list[str]) -> str | None:
    first = segments[0]
    if first.startswith("@"):
        return _account("youtube", first.lower())
    if first in ("channel", "c", "user") and len(segments) > 1:
        # channel ids tell capitals apart
        return _account(f"youtube/{first}", segments[1] if first == "channel" else segments[1].lower())
    return None


def _mastodon(host: str, segments: list[str]) -> str | None:
    if segments[0].startswith("@"):
        handle = segments[0].lower()
    elif segments[0] == "users" and len(segments) > 1:
        handle = f"@{segments[1].lower()}"
    else:
        return None
    name, _, home = handle[1:].partition("@")
    return f"mastodon/@{name}@{home or host}" if _HANDLE.fullmatch(name) else None
