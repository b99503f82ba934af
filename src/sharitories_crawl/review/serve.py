"""Datasette on a database of ours, for those who may come in."""

import asyncio
import errno
import socket
from collections.abc import Callable
from pathlib import Path

from datasette.app import Datasette

from sharitories_crawl.errors import BadInput
from sharitories_crawl.review.access import Serving, is_loopback
from sharitories_crawl.review.counting import CountingDatabase
from sharitories_crawl.review.login import LOGIN_LINK, PASSWORD_LOGIN

SETTINGS = {
    "default_page_size": 50,
    "facet_time_limit_ms": 1000,
    "sql_time_limit_ms": 5000,
    "default_facet_size": 8,
    "suggest_facets": False,
    "truncate_cells_html": 400,
    "allow_download": False,
    "cache_size_kb": 64_000,
}
PASSWORDS_PLUGIN = "datasette-auth-passwords"


class Served(Datasette):  # type: ignore[misc]
    """A Datasette that knows how it is served. Passwords reach their plugin alone, and no page that shows metadata."""

    def __init__(self, path: Path, serving: Serving) -> None:
        self.serving = serving
        settings = {
            **SETTINGS,
            "base_url": serving.base_path,
            "force_https_urls": serving.origin.startswith("https:"),
        }
        super().__init__([str(path)], settings=settings, memory=False)
        [name] = set(self.databases) - {"_internal"}
        self.remove_database(name)
        self.add_database(CountingDatabase(self, str(path)), name=name)

    def plugin_config(
        self, plugin_name: str, database: str | None = None, table: str | None = None, fallback: bool = True
    ) -> object:
        """The accounts for the plugin that asks for passwords; for others what the metadata say."""
        if plugin_name == PASSWORDS_PLUGIN:
            return {f"{name}_password_hash": hashed for name, hashed in self.serving.accounts.items()}
        return super().plugin_config(plugin_name, database, table, fallback)


def serve_review(path: Path, host: str, port: int, serving: Serving, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. Raises BadInput where the address is taken or the file's name is unfit."""
    if odd := set("?#%") & set(str(path)):
        # Datasette 0.65 puts the path into a SQLite URI as it stands
        raise BadInput(f"{path} cannot be opened for review because of {' '.join(sorted(odd))} in its name; rename it")
    listener = listen(host, port)

    import uvicorn

    app = Served(path, serving).app()
    say(_invitation(serving, host, listener.getsockname()[1]))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    try:
        asyncio.run(server.serve(sockets=[listener]))
    except KeyboardInterrupt:
        return


def _invitation(serving: Serving, host: str, port: int) -> str:
    shown = f"[{host.strip('[]')}]" if ":" in host else host
    origin = serving.origin or f"http://{shown}:{port}"
    if serving.accounts:
        names = ", ".join(serving.accounts)
        return f"Open  {origin}{serving.base_path.rstrip('/')}{PASSWORD_LOGIN}  and log in ({names}); Ctrl-C stops it."
    link = f"{origin}{serving.base_path.rstrip('/')}{LOGIN_LINK}?token={serving.token}"
    return f"Open  {link}  in a browser to review as {serving.reviewer}; Ctrl-C stops it."


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, port 0 for any. Raises BadInput where it cannot, or loopback leads elsewhere."""
    if not 0 <= port <= 65535:
        raise BadInput(f"--port {port} cannot be used: ports end at 65535; choose another, or 0 for a free one")
    try:
        family, *_, (address, *_) = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BadInput(f"--host {host} cannot be used: {error.strerror}; give an address of this machine") from None
    if is_loopback(host) and not is_loopback(str(address)):
        raise BadInput(f"--host {host} leads to {address}, which is not this machine alone; give 127.0.0.1")
    # asyncio sends at once only what says that it is TCP; else each answer waits 40 ms for an acknowledgement
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen()  # from here on the address that is printed answers
    except OSError as error:
        listener.close()
        what = f"--host {host}" if error.errno == errno.EADDRNOTAVAIL else f"--port {port}"
        raise BadInput(f"{what} cannot be used: {error.strerror}; choose another, or 0 for a free port") from None
    return listener
