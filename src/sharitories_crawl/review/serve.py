"""Datasette on a database, with every table, view and column described and ready-made questions."""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

from sharitories_crawl.errors import BadInput

SETTINGS = {
    "default_page_size": 50,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 5000,
    "default_facet_size": 8,
    "suggest_facets": False,
    "truncate_cells_html": 400,
    "allow_download": False,
}


def serve_review(path: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C, on loopback only. Raises BadInput where the port is taken or the file's name is unfit."""
    if odd := set("?#%") & set(str(path)):
        # Datasette 0.65 puts the path into a SQLite URI as it stands
        raise BadInput(f"{path} cannot be opened for review because of {' '.join(sorted(odd))} in its name; rename it")
    listener = _listen(port)

    import uvicorn
    from datasette.app import Datasette
    from datasette.utils import tilde_encode

    app = Datasette([str(path)], settings=SETTINGS, memory=False).app()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/{tilde_encode(path.stem)}"
    say(f"Open  {address}  in a browser; Ctrl-C stops it.")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    try:
        asyncio.run(server.serve(sockets=[listener]))
    except KeyboardInterrupt:
        return


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()  # from here on the address that is printed answers
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else "ports end at 65535"
        raise BadInput(f"--port {port} cannot be used: {reason}; choose another, or 0 for a free one") from None
    return listener
