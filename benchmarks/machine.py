"""The machine a figure was measured on, and keeping a process on one of its cores."""

import os
import platform
from pathlib import Path


def pin_to(core: int) -> None:
    """Keep this process, and every thread it starts, on one core."""
    os.sched_setaffinity(0, {core})


def cores() -> list[int]:
    """Numbers of the cores this process may use."""
    return sorted(os.sched_getaffinity(0))


def peak_memory() -> float:
    """The most memory this process has held since it was started, in MB.

    Not getrusage: what the parent held when it forked counts there too.
    """
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1_024 for line in status.splitlines() if line.startswith("VmHWM:"))


def describe() -> str:
    """Processor, cores, system and Python in one line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {len(cores())} cores, {platform.system()} {platform.machine()}, {python}"
