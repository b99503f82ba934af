"""How requests are made: every bound, delay and exemption of a run, in one frozen value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Times are seconds, sizes bytes."""

    user_agent: str
    """The one honest User-Agent; its first word up to the slash is the name robots files are read for."""
    delay: float = 2.0
    """Between two starts of a request to one host, at least."""
    hosts_at_once: int = 16
    timeout_connect: float = 10.0
    timeout_read: float = 15.0
    """Longest silence while waiting for more bytes."""
    timeout_total: float = 30.0
    """For one whole exchange; redirects and retries each have their own."""
    timeout_page: float = 90.0
    """For all exchanges of one page together: redirects, retries, but neither robots files nor waiting for a turn."""
    timeout_robots: float = 60.0
    """The same for one robots file."""
    max_bytes: int = 10_000_000
    """On the wire, before decompression."""
    max_decoded_bytes: int = 20_000_000
    max_header_bytes: int = 65_536
    """For one header; 8190, aiohttp's own bound, is less than the Content-Security-Policy of some real sites."""
    max_headers: int = 128
    max_redirects: int = 8
    attempts: int = 3
    """For transport errors and 5xx, the first request included."""
    retry_seconds: float = 60.0
    """No further attempt once this long was spent retrying."""
    max_retry_after: float = 60.0
    """Longest Retry-After waited for in the run; a longer one is a failure `rate-limited` that says how long."""
    rest_after_429: float = 600.0
    """A host that answers 429 without saying for how long is left alone for so long."""
    failures_in_a_row: int = 5
    """A host that failed so often in a row, at different pages, is left alone for `rest_after_failures`."""
    rest_after_failures: float = 1800.0
    max_same_pages: int = 3
    """Addresses of one host that may give the very same page; further ones are failures."""
    max_crawl_delay: float = 30.0
    """Longest Crawl-delay honoured; a host that asks for more is left alone."""
    robots_max_bytes: int = 500 * 1024
    """RFC 9309 asks for at least 500 KiB; what follows is not read."""
    allow_networks: tuple[str, ...] = ()
    """Private networks that may be asked all the same, in CIDR: an intranet, a test."""
    trusted_hosts: frozenset[str] = frozenset()
    """`host` or `host:port` of sources the user configured himself: exempt from the address guard."""
    sandbox: str = ""
    """Address such as http://127.0.0.1:8123: every host name then leads there, and nothing real is contacted."""
