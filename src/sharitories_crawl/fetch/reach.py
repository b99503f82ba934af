"""Whether anybody listens at an address at all, before a run waits for host after host."""

import socket

from sharitories_crawl.fetch.guard import read_sandbox

SECONDS = 5.0


def takes_connections(address: str) -> bool:
    """Whether a sandbox's address takes a connection. Raises BadInput for one that cannot be read."""
    try:
        socket.create_connection(read_sandbox(address), timeout=SECONDS).close()
    except OSError:
        return False
    return True
