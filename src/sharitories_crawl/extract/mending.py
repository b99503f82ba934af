"""HTML made fit for a parser: bounded, encodable, not too deep, its title closed."""

import re

from sharitories_crawl.extract.nesting import cut_deep_nesting

LONGEST_HTML = 5_000_000
_TITLE = re.compile(r"<title\b[^>]*>", re.IGNORECASE)
_TITLE_ENDS = re.compile(r"</title", re.IGNORECASE)


def mended_html(html: str, problems: list[str]) -> str:
    """The same page; adds a slug to `problems` for what had to be cut or closed."""
    if len(html) > LONGEST_HTML:
        html = html[:LONGEST_HTML]
        problems.append("html-cut")
    try:
        html.encode()
    except UnicodeEncodeError:
        # lone surrogates, which no parser takes
        html = html.encode("utf-8", "replace").decode()
        problems.append("characters-unreadable")
    cut = cut_deep_nesting(html)
    if len(cut) < len(html):
        problems.append("nested-too-deep")
    return _closed_title(cut, problems)


def _closed_title(html: str, problems: list[str]) -> str:
    # a title that nobody closes holds the whole page: browsers show nothing, though search engines read on
    begins = _TITLE.search(html)
    if begins is None or _TITLE_ENDS.search(html, begins.end()):
        return html
    next_tag = html.find("<", begins.end())
    if next_tag < 0:
        return html
    problems.append("title-not-closed")
    return f"{html[:next_tag]}</title>{html[next_tag:]}"
