"""The errors a person meets; each class is one next step and one exit code.

SharitoriesError
├── BadInput            2   an argument or a file is wrong: names the place and the remedy
│   ├── WrongPostalCode 2 an edit's postal code is none of the candidate's country
│   ├── UnknownTown     2   no such town, or several: names the nearest
│   └── ForeignDatabase 2   the database is not ours, newer than us, or damaged: left untouched
├── Stale               1   what a decision was based on has changed: says what
├── Busy               75   the database was being written for too long: try again
├── NothingReachable    4   no source could be reached at all
├── DiskFull           74   nothing more can be written: make room, run again
└── AlreadyRunning     75   another run holds the lock
"""

from sharitories_crawl.models.reviewing import Difference


class SharitoriesError(Exception):
    """Base of every error shown to a person as one message, without a traceback."""

    exit_code = 1


class BadInput(SharitoriesError):
    """Something given is wrong; the message names the file, line or option and what would be right."""

    exit_code = 2


class UnknownTown(BadInput):
    """No town, or more than one, answers to a name; the message lists the nearest."""


class WrongPostalCode(BadInput):
    """A postal code that is none of the country of the candidate which it was to be edited to."""

    def __init__(self, postal_code: str, country: str) -> None:
        super().__init__(f"{postal_code!r} is no postal code of the country {country}")
        self.postal_code = postal_code
        self.country = country


class ForeignDatabase(BadInput):
    """The file is no database of ours, a newer one, or a damaged one; nothing was written to it."""


class NothingReachable(SharitoriesError):
    """Not one source answered; a crawl here would only look like an empty town."""

    exit_code = 4


class DiskFull(SharitoriesError):
    """The disk, or what one may use of it, is full; what was written before is whole."""

    exit_code = 74


class AlreadyRunning(SharitoriesError):
    """Another process holds the lock beside the database."""

    exit_code = 75


class Stale(SharitoriesError):
    """A decision was refused because what the reviewer saw is no longer so."""

    def __init__(self, message: str, differences: tuple[Difference, ...]) -> None:
        super().__init__(message)
        self.differences = differences


class Busy(SharitoriesError):
    """Somebody else was writing for longer than one waits; nothing was written."""

    exit_code = 75
