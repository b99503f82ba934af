"""A key is sent and nothing else: it stands in no file that a run leaves, and in nothing that it says."""

import gzip
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.sources.farm import Farm, farming
from tests.sources.web_servers import KEY

from sharitories_crawl.sources import SOURCES

if TYPE_CHECKING:
    from tests.conftest import Ended, Program

KEYED = tuple(name for name, source in SOURCES.items() if source.key)
WRONG = "wr0ng-k3y-n0b0dy-has"
CRAWL = ("crawl", "--city", "Lorient", "--db", "here.db", "--no-follow", "--kind", "amap")


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with farming(KEYED) as farm:
        yield farm


def everything(program: "Program", ended: "Ended") -> bytes:
    """All that a run left and said, archives unpacked."""
    left = [gzip.decompress(content) if name.endswith(".gz") else content for name, content in program.files().items()]
    return b"\n".join([*left, ended.out.encode(), ended.err.encode()])


@pytest.mark.parametrize("secret", [WRONG, KEY], ids=["refused", "accepted"])
@pytest.mark.parametrize("name", KEYED)
def test_a_key_stands_nowhere_after_a_run(name: str, secret: str, program: "Program", farm: Farm) -> None:
    ended = program.run(*CRAWL, "--source", name, "--json", **farm.variables(**{SOURCES[name].key: secret}))
    assert ended.code == (3 if secret == WRONG else 0), ended.err
    sent = farm.searches[name].headers[-1][SOURCES[name].key_header.lower()]
    assert secret in sent
    assert secret.encode() not in everything(program, ended)
    if secret == WRONG:
        assert SOURCES[name].key in ended.out, "the variable to look at is named"


def test_a_key_stands_nowhere_when_the_source_is_down_or_breaks_off(program: "Program", farm: Farm) -> None:
    for fault in ("half-a-body", "html"):
        farm.break_with("brave", fault)
        ended = program.run(*CRAWL, "--db", f"{fault}.db", "--source", "brave", **farm.variables(BRAVE_API_KEY=KEY))
        assert ended.code == 3
        assert KEY.encode() not in everything(program, ended)
    variables = farm.variables(BRAVE_API_KEY=KEY) | {"SHARITORIES_BRAVE_URL": "http://127.0.0.1:9"}
    ended = program.run(*CRAWL, "--source", "brave", **variables)
    assert ended.code == 4
    assert KEY.encode() not in everything(program, ended)


def test_a_source_without_its_key_is_refused_before_anything_is_asked(program: "Program", farm: Farm) -> None:
    ended = program.run(*CRAWL, "--source", "brave", **farm.variables())
    assert ended.code == 2
    assert "BRAVE_API_KEY" in ended.err
    assert not program.files()


def test_a_key_alone_spends_nothing(program: "Program", farm: Farm) -> None:
    before = {name: farm.asked(name) for name in KEYED}
    ended = program.run(
        "queries", "--city", "Lorient", "--json", **farm.variables(**{SOURCES[n].key: KEY for n in KEYED})
    )
    assert ended.code == 0
    assert not any(f'"source": "{name}"' in ended.out for name in KEYED)
    assert before == {name: farm.asked(name) for name in KEYED}


def test_a_file_of_keys_is_read_if_only_its_owner_can(program: "Program", farm: Farm) -> None:
    file = program.folder / "keys.env"
    file.write_text(f"BRAVE_API_KEY={KEY}\n")
    variables = farm.variables(SHARITORIES_KEYS_FILE=str(file))
    farm.searches["brave"].fault = ""
    file.chmod(0o644)
    refused = program.run(*CRAWL, "--source", "brave", **variables)
    assert (refused.code, "chmod 600" in refused.err) == (2, True)
    file.chmod(0o600)
    assert program.run(*CRAWL, "--source", "brave", **variables).code == 0
