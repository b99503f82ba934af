"""Writes search hits as SearXNG, DuckDuckGo (html) and Mojeek write theirs; markup seen in 2026, words our own."""
# ruff: noqa: E501 (markup reads best unbroken)

import json
from collections.abc import Sequence
from html import escape
from urllib.parse import quote, urlsplit

from sharitories_crawl.sandbox.search_engine import PER_PAGE, Hit

UNRESPONSIVE = (("startpage", "Suspended: CAPTCHA"), ("qwant", "access denied"))
ALL_UNRESPONSIVE = (
    ("bing", "timeout"),
    ("duckduckgo", "Suspended: CAPTCHA"),
    ("mojeek", "access denied"),
    *UNRESPONSIVE,
)
_ENGINES = ("bing", "mojeek")


def _plain(snippet: str) -> str:
    return snippet.replace("**", "")


def _marked(snippet: str, tag: str) -> str:
    parts = escape(snippet).split("**")
    return "".join(f"<{tag}>{part}</{tag}>" if number % 2 else part for number, part in enumerate(parts))


def searxng_json(query: str, hits: Sequence[Hit], page: int, blocked: bool) -> str:
    """The JSON of /search?format=json. Where `blocked`, every engine is unresponsive and there is no result.

    Without hits and not blocked all engines have answered: that is what tells an empty answer from a suspended one.
    """
    silent = ALL_UNRESPONSIVE if blocked else UNRESPONSIVE if hits else ()
    first = (page - 1) * PER_PAGE
    results = [
        {
            "url": hit.url,
            "title": hit.title,
            "content": _plain(hit.snippet),
            "publishedDate": f"{hit.date}T00:00:00" if hit.date else None,
            "thumbnail": "",
            "engine": _ENGINES[rank % 2],
            "template": "default.html",
            "parsed_url": [*urlsplit(hit.url)[:2], urlsplit(hit.url).path, "", urlsplit(hit.url).query, ""],
            "img_src": "",
            "priority": "",
            "engines": list(_ENGINES) if rank % 3 == 0 else [_ENGINES[rank % 2]],
            "positions": [first + rank + 1],
            "score": round(1 / (first + rank + 1), 4),
            "category": "general",
        }
        for rank, hit in enumerate(hits)
    ]
    answer = {
        "query": query,
        "number_of_results": 0,
        "results": [] if blocked else results,
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": [] if blocked else [f"{query} association", f"{query} adresse"],
        "unresponsive_engines": [list(pair) for pair in silent],
    }
    return json.dumps(answer, ensure_ascii=False)


def searxng_html(query: str, hits: Sequence[Hit]) -> str:
    """The page of /search that people see, simple theme."""
    articles = "".join(
        f'<article class="result result-default category-general"><a href="{escape(hit.url)}" class="url_header">'
        f'<div class="url_wrapper"><span class="url_o1">{escape(hit.url)}</span></div></a>'
        f'<h3><a href="{escape(hit.url)}" rel="noreferrer">{escape(hit.title)}</a></h3>'
        f'<p class="content">{_marked(hit.snippet, "span")}</p>'
        f'<div class="engines"><span>{_ENGINES[rank % 2]}</span></div></article>'
        for rank, hit in enumerate(hits)
    )
    nothing = '<div class="dialog-error"><p>Sorry! No results were found.</p></div>' if not hits else ""
    return (
        f'<!DOCTYPE html><html class="no-js" lang="fr"><head><meta charset="UTF-8"><title>{escape(query)} - SearXNG</title>'
        f'</head><body class="results_endpoint"><main id="main_results"><form id="search"><input name="q" value="{escape(query)}">'
        f'</form><div id="results"><div id="urls">{articles}{nothing}</div></div></main></body></html>'
    )


def _ddg_wrapped(url: str) -> str:
    return f"//duckduckgo.com/l/?uddg={quote(url, safe='')}&amp;rut={'0' * 64}"


def _ddg_result(hit: Hit) -> str:
    link = _ddg_wrapped(hit.url)
    shown = escape(hit.url.removeprefix("http://").rstrip("/"))
    date = f"<span>&nbsp; &nbsp; {hit.date}T00:00:00.0000000</span>" if hit.date else ""
    return f"""
<div class="result results_links results_links_deep web-result ">
  <div class="links_main links_deep result__body">
    <h2 class="result__title">
      <a rel="nofollow" class="result__a" href="{link}">{escape(hit.title)}</a>
    </h2>
    <div class="result__extras"><div class="result__extras__url">
      <span class="result__icon"><a rel="nofollow" href="{link}"><img class="result__icon__img" width="16" height="16" alt="" src=""></a></span>
      <a class="result__url" href="{link}">
        {shown}
      </a>{date}
    </div></div>
    <a class="result__snippet" href="{link}">{_marked(hit.snippet, "b")}</a>
    <div class="clear"></div>
  </div>
</div>"""


def _ddg_advertisement() -> str:
    link = "https://duckduckgo.com/y.js?ad_domain=bureaux-express.example&amp;ad_provider=bingv7aa&amp;u3=x"
    return f"""
<div class="result results_links results_links_deep result--ad ">
  <div class="links_main links_deep result__body">
    <h2 class="result__title"><a rel="nofollow" class="result__a" href="{link}">Bureaux dès 99 € par mois - Devis en 2 minutes</a></h2>
    <div class="badge--ad">Ad</div>
    <a class="result__snippet" href="{link}">Comparez les offres de bureaux équipés partout en France.</a>
  </div>
</div>"""


def _ddg_page(query: str, middle: str) -> str:
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="content-type" content="text/html; charset=UTF-8">
<meta name="robots" content="noindex, nofollow">
<title>{escape(query)} at DuckDuckGo</title>
</head>
<body class="body--html">
<form action="/html/" method="post"><input type="text" name="state_hidden" id="state_hidden"></form>
<div><div id="header" class="header cw header--html">
<form name="x" class="header__form" action="/html/" method="post"><input name="q" class="search__input" value="{escape(query)}"></form>
</div>
{middle}
</div>
</body></html>"""


def duckduckgo_html(query: str, hits: Sequence[Hit], start: int, region: str) -> str:
    """The page of html.duckduckgo.com: one advertisement first, results wrapped in uddg links, the form of page 2."""
    if not hits:
        return _ddg_page(
            query,
            '<div class="serp__results"><div id="links" class="results"><div class="no-results">No results.</div></div></div>',
        )
    following = start + PER_PAGE
    form = (
        f'<div class="nav-link"><form action="/html/" method="post"><input type="submit" class="btn btn--alt" value="Next">'
        f'<input type="hidden" name="q" value="{escape(query)}"><input type="hidden" name="s" value="{following}">'
        f'<input type="hidden" name="nextParams" value=""><input type="hidden" name="v" value="l">'
        f'<input type="hidden" name="o" value="json"><input type="hidden" name="dc" value="{following + 1}">'
        f'<input type="hidden" name="api" value="d.js"><input type="hidden" name="vqd" value="4-000000000000000000000">'
        f'<input name="kl" value="{escape(region)}" type="hidden"></form></div>'
    )
    results = "".join(_ddg_result(hit) for hit in hits)
    return _ddg_page(
        query,
        f'<div><div class="serp__results"><div id="links" class="results">{_ddg_advertisement()}{results}{form}</div></div></div>',
    )


def duckduckgo_challenge(query: str) -> str:
    """The page that asks whether one is a person, as answered with status 202."""
    return _ddg_page(
        query,
        '<div class="anomaly-modal__mask"><div class="anomaly-modal__modal"><form id="challenge-form" '
        'action="//duckduckgo.com/anomaly.js?sv=html" method="POST">'
        '<div class="anomaly-modal__title">Unfortunately, bots use DuckDuckGo too.</div>'
        '<div class="anomaly-modal__description">Please complete the following challenge to confirm this search was made '
        "by a human.</div></form></div></div>",
    )


def mojeek_html(query: str, hits: Sequence[Hit], start: int) -> str:
    """The results page of Mojeek; the status stands in a comment, as on the real one."""
    items = "".join(
        f"""<!--rs--><li class="r{rank}"><a title="{escape(hit.url)}" href="{escape(hit.url)}" class="ob"><p class="i"><span class="url">{escape(hit.url)}</span></p></a>
<h2><a class="title" title="{escape(hit.url)}" href="{escape(hit.url)}">{escape(hit.title)}</a></h2>
<p class="s">{_marked(hit.snippet, "strong")}</p>
<p class="more"><a href="/search?q=site%3A{urlsplit(hit.url).hostname}+{quote(query)}">See more results from {urlsplit(hit.url).hostname} »</a></p></li><!--re-->
"""
        for rank, hit in enumerate(hits, start=1)
    )
    if hits:
        middle = (
            f'<div class="top-info"><p>Results {start + 1} to {start + len(hits)} from {start + len(hits)} in 0.04s</p></div>'
            f'<div class="result-col"><div class="results"><ul class="results-standard"><!--ls-->{items}</ul></div></div>'
        )
    else:
        middle = (
            f'<div class="top-info"><p class="top-info">No pages found matching: <strong>{escape(query)}</strong></p></div>'
            '<div class="result-col"><div class="results"></div></div>'
        )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="UTF-8"><title>{escape(query)} - Mojeek Search</title></head>
<body data-theme="light" class="serp-grid left-aligned">
<!-- status="OK" -->
<div class="header"><form action="/search"><input name="q" value="{escape(query)}"></form></div>
<div class="container serp-results">{middle}</div>
<div class="footer"><ul class="search-pages"><li><a href="/about/">About</a></li></ul></div>
</body></html>"""
