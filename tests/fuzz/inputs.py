"""Inputs that break parsers: what is real, damaged; and what has the structure, with odd things in it."""

import json
from collections.abc import Sequence

from hypothesis import strategies as st

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


@st.composite
def damaged(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A real input with a few bytes lost, doubled, moved or put in."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.sampled_from((1, 1, 2, 7, 40, 400, 5000)))
        match draw(st.integers(0, 6)):
            case 0:
                data = data[:place]
            case 1:
                data = data[:place] + data[place + length :]
            case 2:
                data = data[: place + length] + data[place:]
            case 3 | 4:
                data = data[:place] + draw(st.sampled_from(ODD_BYTES)) + data[place:]
            case 5:
                data = data[:place] + bytes([draw(st.integers(0, 255))]) + data[place + 1 :]
            case _:
                data = (
                    data[:place] + draw(st.sampled_from(ODD_BYTES)) * draw(st.integers(1, 300)) + data[place + length :]
                )
    return data


@st.composite
def odd_json(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A real JSON document with odd values in some of its places."""
    document = json.loads(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 3))):
        document = _replaced(draw, document)
    text = json.dumps(document, ensure_ascii=draw(st.booleans()))
    return text.encode("utf-8", "surrogatepass")


def _replaced(draw: st.DrawFn, value: object) -> object:
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        changed = dict(value)
        if not draw(st.integers(0, 9)):
            del changed[key]
        else:
            changed[key] = _replaced(draw, value[key])
        return changed
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], _replaced(draw, value[place]), *value[place + 1 :]]
    return draw(st.sampled_from(ODD_VALUES))


odd_text = st.one_of(
    st.sampled_from(ODD_TEXTS), st.text(max_size=40), st.text(alphabet="<>&\"'/:@[]%.-#? \té\u2028aZ9²", max_size=40)
)


@st.composite
def odd_html(draw: st.DrawFn) -> bytes:
    """A page of tags and texts in no good order."""
    parts = []
    for tag in draw(st.lists(st.sampled_from(ODD_TAGS), max_size=30)):
        parts.append(tag.replace("%s", draw(odd_text)) * draw(st.sampled_from((1, 1, 1, 1, 2, 50))))
    return "".join(parts).encode("utf-8", draw(st.sampled_from(("replace", "surrogatepass"))))


@st.composite
def odd_url(draw: st.DrawFn) -> str:
    """Something like an address."""
    scheme = draw(
        st.sampled_from(("http://", "https://", "HTTP://", "//", "http:", "", "ftp://", "mailto:", "\x00http://"))
    )
    host = draw(st.sampled_from(ODD_HOSTS) | odd_text)
    port = draw(st.sampled_from(("", "", "", ":80", ":443", ":8080", ":0", ":99999", ":-1", ":x", ":²", ":")))
    user = draw(st.sampled_from(("", "", "", "a@", "a:b@", "@", "%40")))
    known = st.sampled_from(
        ("/", "/web/2020/http://a.fr/x", "/url?q=http://b.fr", "/l/?uddg=http%3A%2F%2Fb.fr", "/ck/a?u=a1aHR0")
    )
    path = draw(known | odd_text.map("/".__add__))
    query = draw(st.sampled_from(("", "?", "?a=1&utm_source=x", "?a=%zz", "?" + "&" * 50, "?date=2044-01", "#x")))
    return scheme + user + host + port + path + query


@st.composite
def odd_robots(draw: st.DrawFn) -> bytes:
    fields = (
        "User-agent", "Disallow", "Allow", "Crawl-delay", "Sitemap", "user agent", "Host", "Request-rate",
        "Visit-time", "x",
    )  # fmt: skip
    values = (
        "*", "sharitories-crawl", "sharitories", "/", "/*", "/*?*$", "$", "%zz", "é", "", "7", "nan", "1e400",
        "1/0s", "a" * 300,
    )  # fmt: skip
    lines = []
    for _ in range(draw(st.integers(0, 25))):
        separator = draw(st.sampled_from((": ", ":", " ", "\t:\t", "::")))
        value = draw(st.sampled_from(values) | odd_text)
        lines.append(draw(st.sampled_from(fields)) + separator + value + draw(st.sampled_from(("", " # x"))))
    ends = draw(st.sampled_from(("\n", "\r\n", "\r", "\u2028", "\x0c")))
    return ends.join(lines).encode("utf-8", "replace")
