"""`sandbox serve` tells its address, can be crawled, and ends on Ctrl-C."""

import json
import re
import signal
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Program


def test_it_tells_its_address_is_crawled_and_ends_on_ctrl_c(program: "Program") -> None:
    server = program.start("sandbox", "serve", "--port", "0")
    try:
        assert server.stderr is not None
        told = server.stderr.readline() + server.stderr.readline()
        (address,) = set(re.findall(r"http://127\.0\.0\.1:\d+", told))
        assert f"sharitories crawl --city Lorient --sandbox {address}" in told
        ended = program.run(
            "crawl",
            "--city",
            "Épinal",
            "--sandbox",
            address,
            "--source",
            "overpass",
            "--no-follow",
            "--json",
            "--quiet",
        )
        assert json.loads(ended.out)["answers"] == {"overpass": {"results": 1}}
    finally:
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)
    assert (server.returncode, out, err) == (0, "", "")


def test_a_catalogue_stands_behind_the_same_formats(program: "Program") -> None:
    (program.folder / "places.csv").write_text(
        "name,town,address,postal_code,description,site,kind\n"
        "Fab'Rade,Lorient,3 rue du Port,56100,Un fablab ouvert à tous,http://fabrade.example/,fablab\n",
        encoding="utf-8",
    )
    server = program.start("sandbox", "serve", "--port", "0", "--catalogue", "places.csv")
    try:
        assert server.stderr is not None
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
        command = ("crawl", "--city", "Lorient", "--sandbox", address, "--source", "searxng", "--kind", "fablab")
        ended = program.run(*command, "--db", "here.db", "--json", "--quiet")
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)
    assert ended.code == 0, ended.err
    ((name, kind, url, _),) = program.initiatives().values()
    assert (name, kind, url) == ("Fab'Rade", "fablab", "http://fabrade.example/")


def test_port_that_is_taken_is_told(program: "Program") -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = program.run("sandbox", "serve", "--port", port)
    assert ended.code == 2
    assert f"--port {port} cannot be had" in ended.err
    assert "Traceback" not in ended.err
