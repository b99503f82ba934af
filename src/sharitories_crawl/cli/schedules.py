"""The texts of a schedule: a crontab entry with log rotation, or a systemd service and timer, and the file for keys."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "# sharitories: begin", "# sharitories: end"
ENVIRONMENT_FILE = "sharitories.env"
LOG = "batch.log"
ROTATION = "logrotate.conf"
SERVICE, TIMER = "sharitories-batch.service", "sharitories-batch.timer"
STOP_SECONDS = 150
"""From SIGTERM to SIGKILL: what is in flight, then joining."""

ENVIRONMENT = """\
# Read before each batch; only you may read it. NAME=value lines, such as
# SHARITORIES_CONTACT=you@example.org
# BRAVE_API_KEY=...
"""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What runs, when and where."""

    program: Path
    arguments: tuple[str, ...]
    """Of `sharitories`."""
    folder: Path
    """The working directory, with sharitories.toml."""
    data: Path
    """The folder of the database."""
    hour: int
    minute: int
    user: str
    system: bool = True
    """A unit of the system, or of one user's own manager."""

    @property
    def command(self) -> str:
        """The program with its arguments, as a shell takes them."""
        return shlex.join([str(self.program), *self.arguments])


def crontab(schedule: Schedule) -> str:
    """The lines between two marks, so that a later schedule replaces this one."""
    folder, env = shlex.quote(str(schedule.folder)), shlex.quote(f"./{ENVIRONMENT_FILE}")
    work = f"cd {folder} && {{ [ ! -f {env} ] || {{ set -a; . {env}; set +a; }}; }} && exec {schedule.command}"
    rotate = f"cd {folder} && exec logrotate --state logrotate.state {ROTATION}"
    return "\n".join(
        [
            BEGIN,
            f"{schedule.minute} {schedule.hour} * * *  {_for_cron(f'{work} >> {LOG} 2>&1')}",
            f"{(schedule.minute + 45) % 60} {(schedule.hour + 12) % 24} * * 0  {_for_cron(rotate)}",
            END,
            "",
        ]
    )


def _for_cron(command: str) -> str:
    """To cron, a percent sign ends the line."""
    return command.replace("%", "\\%")


def merged_crontab(existing: str, block: str) -> str:
    """A user's crontab with the block in the place of an earlier one, or at its end; all other lines as they are."""
    earlier = re.compile(rf"^{re.escape(BEGIN)}$.*?^{re.escape(END)}$\n?", re.MULTILINE | re.DOTALL)
    if earlier.search(existing):
        return earlier.sub(lambda _: block, existing, count=1)
    return f"{existing.rstrip()}\n{block}" if existing.strip() else block


def rotation(schedule: Schedule) -> str:
    """For logrotate: a week to a file, two months kept."""
    return (
        f'"{schedule.folder / LOG}" {{\n  weekly\n  rotate 8\n  compress\n  delaycompress\n  missingok\n  notifempty\n'
        "  copytruncate\n}\n"
    )


def service(schedule: Schedule) -> str:
    """One batch, in a sandbox that lets it write to its own folders alone."""
    command = " ".join(_for_systemd(word) for word in (str(schedule.program), *schedule.arguments))
    writable = " ".join(dict.fromkeys(_for_systemd(str(path)) for path in (schedule.data, schedule.folder)))
    user = [f"User={schedule.user}"] if schedule.system else []
    return "\n".join(
        [
            "[Unit]",
            "Description=Sharitories: a night's batch",
            "Wants=network-online.target",
            "After=network-online.target",
            "",
            "[Service]",
            "Type=oneshot",
            *user,
            f"WorkingDirectory={_for_systemd(str(schedule.folder), quotes=False)}",
            f"EnvironmentFile=-{_for_systemd(str(schedule.folder / ENVIRONMENT_FILE), quotes=False)}",
            f"ExecStart={command}",
            "# 3: done, though a source or a host failed; 130: asked to stop",
            "SuccessExitStatus=3 130",
            f"TimeoutStopSec={STOP_SECONDS}",
            "Nice=10",
            "IOSchedulingClass=idle",
            "MemoryMax=2G",
            "TasksMax=64",
            "",
            "# what it does not need, it does not get",
            f"ReadWritePaths={writable}",
            *_HARDENING,
            *(_OF_THE_SYSTEM if schedule.system else ()),
            "",
        ]
    )


_HARDENING = (
    "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=read-only", "PrivateTmp=yes",
    "ProtectKernelTunables=yes", "ProtectControlGroups=yes", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes",
    "MemoryDenyWriteExecute=yes", "SystemCallArchitectures=native", "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @resources", "SystemCallErrorNumber=EPERM", "KeyringMode=private",
)  # fmt: skip
_OF_THE_SYSTEM = (
    "CapabilityBoundingSet=", "AmbientCapabilities=", "PrivateDevices=yes", "DevicePolicy=closed", "PrivateUsers=yes",
    "ProtectClock=yes", "ProtectHostname=yes", "ProtectKernelModules=yes", "ProtectKernelLogs=yes",
    "ProtectProc=invisible", "ProcSubset=pid", "RemoveIPC=yes",
)  # fmt: skip
"""What a user's own manager cannot grant."""


def timer(schedule: Schedule) -> str:
    """Every night, and at once after a night in which the machine was off."""
    return "\n".join(
        [
            "[Unit]",
            "Description=Sharitories: every night",
            "",
            "[Timer]",
            f"OnCalendar=*-*-* {schedule.hour:02}:{schedule.minute:02}:00",
            "RandomizedDelaySec=10min",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def _for_systemd(word: str, *, quotes: bool = True) -> str:
    """Percent and dollar signs stand for something in a unit; blanks and quotes need quotes around."""
    escaped = word.replace("%", "%%")
    if not quotes:
        return escaped
    escaped = escaped.replace("$", "$$")
    if re.fullmatch(r"[^\s'\"\\;]+", escaped):
        return escaped
    return '"' + escaped.replace("\\", "\\\\").replace('"', '\\"') + '"'
