"""Which addresses from the web may become links."""

import re
from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether it may become a link: http or https with a host, and nothing around it."""
    if not text.lower().startswith(("http://", "https://")) or re.search(r"\s", text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
