"""What the sources have in common when they ask for a page: addresses, languages, and whether it arrived whole."""

from urllib.parse import urlsplit, urlunsplit

from sharitories_crawl.errors import BadInput


def endpoint(base_url: str, path: str, label: str) -> str:
    """The address to ask: the configured one, with `path` where it names only a host.

    Raises BadInput for an address that is not absolute.
    """
    try:
        parts = urlsplit(base_url.strip())
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise BadInput(
            f"The address of {label} is {base_url!r}; write it whole in the settings, like https://search.example.org"
        )
    if parts.path in ("", "/"):
        parts = parts._replace(path=path)
    return urlunsplit(parts._replace(query="", fragment=""))


def accept_language(language: str, country: str) -> str:
    """`fr`, `FR` -> `fr-FR,fr;q=0.9`."""
    return f"{language}-{country},{language};q=0.9"


def cut_note(text: str) -> str:
    """A sentence where a page of results has no end, and so may lack some; else nothing."""
    return "" if "</html>" in text[-2000:].lower() else "The page breaks off; there may have been more results."
