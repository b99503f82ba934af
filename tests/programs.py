"""Programs that tests run beside this one: whether they are there, and a process that ends with its test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SHARITORIES = (sys.executable, "-m", "sharitories_crawl")


def need_program(found: bool | str | None, package: str) -> None:
    """Skip a test whose program is not installed here; where CI=true it must be, so the test fails."""
    if found:
        return
    message = f"not installed here: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def program(name: str) -> str | None:
    """The path of a program, or None."""
    return shutil.which(name)


def clean_environment(**variables: str) -> dict[str, str]:
    """This environment without settings of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHARITORIES_")}
    return {**kept, **variables}


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Running:
    """A process and what it has said so far, on both its outputs."""

    process: "subprocess.Popen[bytes]"
    said: Path

    def text(self) -> str:
        return self.said.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Poll until the condition holds. Fails with what the process said when it ends or time is up."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None:
                pytest.fail(f"it ended with {self.process.returncode} before it was ready:\n{self.text()}")
            if time.monotonic() > deadline:
                pytest.fail(f"it was not ready within {seconds} s:\n{self.text()}")
            time.sleep(0.02)

    def wait_for_port(self, port: int, seconds: float = 30) -> None:
        """Until somebody listens there."""
        self.wait_for(lambda: listens("127.0.0.1", port), seconds)

    def interrupt(self, seconds: float = 10) -> int:
        """Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(seconds)


def listens(host: str, port: int) -> bool:
    """Whether a connection to that address is taken."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Iterator[Running]:
    """Start a process, and end it with the block."""
    with tempfile.TemporaryDirectory(prefix="sharitories-test-") as scratch:
        said = Path(scratch) / "said.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder or scratch,
                env=dict(environment) if environment is not None else clean_environment(),
            )  # fmt: skip
        try:
            yield Running(process, said)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
