"""Datasette on a database, with every table, view and column described and ready-made questions."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.descriptions import metadata

SETTINGS = {"default_page_size": 50, "facet_time_limit_ms": 1000, "sql_time_limit_ms": 5000, "allow_download": False}


def serve_review(path: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C, on loopback only. Raises BadInput where the port is taken."""
    import uvicorn
    from datasette.app import Datasette

    listener = _listen(port)
    app = Datasette([str(path)], metadata=metadata(path.stem), settings=SETTINGS, memory=False).app()
    say(f"Open  http://127.0.0.1:{listener.getsockname()[1]}/{path.stem}  in a browser; Ctrl-C stops it.")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    asyncio.run(server.serve(sockets=[listener]))


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise BadInput(f"--port {port} cannot be used: {error.strerror}; choose another, or 0 for a free one") from None
    return listener
