"""Debian's searx on loopback, with one engine: an address that answers in SearXNG's JSON."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml  # type: ignore[import-untyped]
from tests.programs import free_port, need_program, running

PACKAGED = Path("/usr/lib/python3/dist-packages/searx/webapp.py")
SETTINGS = Path("/usr/share/doc/searx/examples/settings.yml")
"""The package reads no settings of its own; this example is a whole set."""


def write_settings(path: Path, port: int, engine_url: str) -> None:
    """The package's example, with JSON allowed and that one engine instead of the public ones."""
    settings = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))
    settings["server"] |= {"port": port, "bind_address": "127.0.0.1", "secret_key": "only for this test"}
    settings["search"]["formats"] = ["html", "json"]
    settings["engines"] = [
        {
            "name": "sandbox",
            "engine": "json_engine",
            "shortcut": "sb",
            "categories": "general",
            "enable_http": True,
            "paging": True,
            "timeout": 10.0,
            "search_url": f"{engine_url}/search?format=json&q={{query}}&pageno={{pageno}}",
            "results_query": "results",
            "url_query": "url",
            "title_query": "title",
            "content_query": "content",
        }
    ]
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")


@contextmanager
def searx(engine_url: str, folder: Path) -> Iterator[str]:
    """The address of a searx that asks `engine_url`. Skips, or fails under CI=true, where it is not installed."""
    need_program(PACKAGED.exists() and SETTINGS.exists(), "searx")
    port, settings = free_port(), folder / "searx.yml"
    write_settings(settings, port, engine_url)
    environment = {**os.environ, "SEARX_SETTINGS_PATH": str(settings)}
    with running(["/usr/bin/python3", "-m", "searx.webapp"], environment, folder) as process:
        process.wait_for_port(port, 60)
        yield f"http://127.0.0.1:{port}"
