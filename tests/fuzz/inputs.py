"""Inputs that break parsers: what is real, damaged; and what has the structure, with odd things in it.

Hypothesis draws the number that each is made from, and nothing more: drawing every byte of it takes longer than parsing
it. So what fails is shown whole, not made smaller.
"""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_T = TypeVar("_T")

ODD_BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\r\n", b"\r", b"\x1a", b"\x1f\x8b",
    b"<", b">", b'"', b"'", b"&#x110000;", b"&#0;", b"&amp", b"<!--", b"]]>", b"<![CDATA[", b"</script>", b"<table>",
    b"<svg>", b"{", b"}", b"[", b"]", b",", b":", b"\\u d800", b"\\ud800", b"\\u0000", b"null", b"true", b"NaN",
    b"-Infinity", b"1e999", b"9" * 5000, b"-0", b"0x10", b"%", b"%zz", b"%00", b"%2F", b"..", b"//", b"@", b"[::1",
    b"xn--", "\u2028".encode(), "\u202e".encode(), "\u0130".encode(), "\U0001f3ed".encode(), "²".encode(),
    "٣".encode(), "\ufeff".encode(), b"=", b";", b"\t",
)  # fmt: skip
ODD_TEXTS = (
    "", " ", "\x00", "\ud800", "\udfff\ud800", "\u2028", "\ufeff", "é" * 300, "a" * 20_000, "<b>", "&#55296;", "²",
    "٣٣٣٣٣", "http://", "http://[::1", "https://a.example:99999/", "//", "javascript:x", "http://a\u2060b.example/",
    "http://xn--/", "http://" + "a." * 200 + "example", "%ud800", "1e999", "nan", "-", "0", "56100", "W" + "9" * 9,
    "2026-13-45", "Null",
)  # fmt: skip
ODD_VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1e308, float("nan"), float("inf"), -0.0, 10**400, [], {}, [[]], [{}], {"": {}}, [None],
    {"name": None}, [[[[[[]]]]]], "[]", *ODD_TEXTS,
)  # fmt: skip
ODD_TAGS = (
    "<p>", "</p>", "<div>", "</div>", "<a href='%s'>", "</a>", "<table>", "<tr><td>", "</table>", "<ul><li>",
    "</ul>", "<h1>%s</h1>", "<title>%s</title>", "<meta charset='%s'>", "<meta name=description content='%s'>",
    "<base href='%s'>", "<svg><title>", "<template>", "<noscript>", "<iframe src='%s'>", "<script>%s</script>",
    "<script type=application/ld+json>%s</script>", "<address>%s</address>", "<img alt='%s'>",
    "<span itemscope itemtype='%s' itemprop=name>", "<time datetime='%s'>", "<frameset>", "<plaintext>",
    "<select><option>", "<body class='%s'>", "<html lang='%s'>", "<!--", "-->", "<![CDATA[", "<?php",
    "5 rue %s, 56100 Lorient", "02 97 00 00 00", "a@b.example", "<b><i><p>", "</b></i>", "\x00", "<math><mi>",
    "<form><input>",
)  # fmt: skip


ODD_HOSTS = (
    "fablab.example", "www.a.fr", "[::1]", "127.1", "a..b", "café.fr", "xn--", "a b", "web.archive.org", "bing.com",
    "free.fr", "www.google.com", "l.facebook.com", "duckduckgo.com", "x.wordpress.com",
)  # fmt: skip
ODD_SCHEMES = ("http://", "https://", "HTTP://", "//", "http:", "", "ftp://", "mailto:", "\x00http://")
ODD_PATHS = ("/", "/web/2020/http://a.fr/x", "/url?q=http://b.fr", "/l/?uddg=http%3A%2F%2Fb.fr", "/ck/a?u=a1aHR0")
ROBOTS_FIELDS = (
    "User-agent", "Disallow", "Allow", "Crawl-delay", "Sitemap", "user agent", "Host", "Request-rate", "Visit-time",
    "x",
)  # fmt: skip
ODD_RULES = (
    "*", "sharitories-crawl", "sharitories", "/", "/*", "/*?*$", "$", "%zz", "é", "", "7", "nan", "1e400", "1/0s",
    "a" * 300,
)  # fmt: skip


def made_by(make: Callable[[Random], _T]) -> SearchStrategy[_T]:
    """Inputs made from a number each."""
    return st.integers(0, 2**48).map(lambda number: make(Random(number)))


def damaged(seeds: Sequence[bytes]) -> SearchStrategy[bytes]:
    """A real input with a few bytes lost, doubled, moved or put in."""

    def damage(random: Random) -> bytes:
        data = random.choice(seeds)
        for _ in range(random.randint(1, 4)):
            place = random.randint(0, max(len(data) - 1, 0))
            length = random.choice((1, 1, 2, 7, 40, 400, 5000))
            match random.randint(0, 6):
                case 0:
                    data = data[:place]
                case 1:
                    data = data[:place] + data[place + length :]
                case 2:
                    data = data[: place + length] + data[place:]
                case 3 | 4:
                    data = data[:place] + random.choice(ODD_BYTES) + data[place:]
                case 5:
                    data = data[:place] + random.randbytes(1) + data[place + 1 :]
                case _:
                    data = data[:place] + random.choice(ODD_BYTES) * random.randint(1, 300) + data[place + length :]
        return data

    return made_by(damage)


def odd_json(seeds: Sequence[bytes]) -> SearchStrategy[bytes]:
    """A real JSON document with odd values in some of its places."""

    def change(random: Random) -> bytes:
        document = json.loads(random.choice(seeds))
        for _ in range(random.randint(1, 3)):
            document = _replaced(random, document)
        return json.dumps(document, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")

    return made_by(change)


def _replaced(random: Random, value: object) -> object:
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = random.choice(sorted(value))
        changed = dict(value)
        if random.random() < 0.1:
            del changed[key]
        elif random.random() < 0.1:
            changed[text_of(random)] = changed.pop(key)
        else:
            changed[key] = _replaced(random, value[key])
        return changed
    if isinstance(value, list) and value and random.random() < 0.9:
        place = random.randrange(len(value))
        return [*value[:place], _replaced(random, value[place]), *value[place + 1 :]]
    return random.choice(ODD_VALUES)


def text_of(random: Random) -> str:
    """One of the odd texts, or letters at random."""
    match random.randint(0, 2):
        case 0:
            return random.choice(ODD_TEXTS)
        case 1:
            return "".join(random.choices("<>&\"'/:@[]%.-#? \té\u2028aZ9²", k=random.randint(0, 40)))
        case _:
            return "".join(chr(random.randrange(0x110000)) for _ in range(random.randint(0, 20)))


def _html_of(random: Random) -> bytes:
    """A page of tags and texts in no good order."""
    tags = random.choices(ODD_TAGS, k=random.randint(0, 30))
    parts = [tag.replace("%s", text_of(random)) * random.choice((1, 1, 1, 1, 2, 50)) for tag in tags]
    return "".join(parts).encode("utf-8", random.choice(("replace", "surrogatepass")))


def _url_of(random: Random) -> str:
    """Something like an address."""
    host = random.choice((random.choice(ODD_HOSTS), text_of(random)))
    port = random.choice(("", "", "", ":80", ":443", ":8080", ":0", ":99999", ":-1", ":x", ":²", ":"))
    user = random.choice(("", "", "", "a@", "a:b@", "@", "%40"))
    path = random.choice((random.choice(ODD_PATHS), f"/{text_of(random)}"))
    query = random.choice(("", "?", "?a=1&utm_source=x", "?a=%zz", "?" + "&" * 50, "?date=2044-01", "#x"))
    return random.choice(ODD_SCHEMES) + user + host + port + path + query


def _robots_of(random: Random) -> bytes:
    lines = []
    for _ in range(random.randint(0, 25)):
        value = random.choice((random.choice(ODD_RULES), text_of(random)))
        separator, end = random.choice((": ", ":", " ", "\t:\t", "::")), random.choice(("", " # x"))
        lines.append(random.choice(ROBOTS_FIELDS) + separator + value + end)
    return random.choice(("\n", "\r\n", "\r", "\u2028", "\x0c")).join(lines).encode("utf-8", "replace")


odd_text, odd_html, odd_url, odd_robots = map(made_by, (text_of, _html_of, _url_of, _robots_of))
