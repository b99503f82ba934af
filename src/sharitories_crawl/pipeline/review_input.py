"""What a reviewer sends, checked: nothing that the crawl could not have said itself gets into a field."""

import re
from collections.abc import Callable, Mapping

from sharitories_crawl.errors import BadInput, WrongPostalCode
from sharitories_crawl.models import Actor, Practice
from sharitories_crawl.models.reviewing import EDITABLE, REASONS, VERDICTS

LONGEST_FIELD = 300
LONGEST_NOTE = 2000
"""Longer than any name, address or remark. Both arbitrary."""
_POSTAL_CODES = {
    "FR": re.compile(r"\d{5}"), "BE": re.compile(r"[1-9]\d{3}"), "NL": re.compile(r"[1-9]\d{3} ?[A-Za-z]{2}"),
    "PT": re.compile(r"[1-9]\d{3}-\d{3}"), "SE": re.compile(r"[1-9]\d{2} ?\d{2}"),
}  # fmt: skip
"""Country -> its postal codes as they are written."""
# C0 and C1 controls, and what turns the direction of writing or has no width: none is part of a name
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def checked_reviewer(reviewer: str) -> str:
    """Who decides, never empty."""
    if not (name := checked_text(reviewer)):
        raise BadInput("a decision needs a reviewer's name")
    return name


def checked_text(text: str, longest: int = LONGEST_NOTE) -> str:
    """Words on one line, without what cannot be seen. Raises BadInput for what is too long."""
    plain = " ".join(_UNSEEN.sub(" ", text).split())
    if len(plain) > longest:
        raise BadInput(f"at most {longest} letters; these are {len(plain)}")
    return plain


def checked_reason(status: str, reason: str) -> str:
    """The reason of a verdict. Raises BadInput for an unknown verdict or reason; only OUT has one."""
    if status not in VERDICTS:
        raise BadInput(f"a verdict is {', '.join(VERDICTS)}; not {status!r}")
    if status != "OUT":
        return ""
    if reason not in REASONS:
        raise BadInput(f"the reason to reject is one of {', '.join(REASONS)}; not {reason!r}")
    return reason


def checked_edit(fields: Mapping[str, str], practice_of: Callable[[str], str | None], country: str) -> dict[str, str]:
    """Fields to be edited; a kind brings its practice along unless that is edited too.

    Raises WrongPostalCode for what is none in the candidate's country, and BadInput.
    """
    if not fields:
        raise BadInput("nothing was edited")
    if unknown := set(fields) - set(EDITABLE):
        raise BadInput(f"{', '.join(sorted(unknown))} cannot be edited; {', '.join(EDITABLE)} can")
    edited = {name: checked_text(str(fields[name]), LONGEST_FIELD) for name in EDITABLE if name in fields}
    if edited.get("name") == "":
        raise BadInput("a candidate needs a name")
    if kind := edited.get("kind"):
        practice = practice_of(kind)
        if practice is None:
            raise BadInput(f"there is no kind {kind!r}")
        edited.setdefault("practice", practice)
    for name, words in (("practice", list(Practice)), ("actor", list(Actor))):
        if edited.get(name) and edited[name] not in words:
            raise BadInput(f"{name} is one of {', '.join(words)}; not {edited[name]!r}")
    if (code := edited.get("postal_code")) and country in _POSTAL_CODES and not _POSTAL_CODES[country].fullmatch(code):
        raise WrongPostalCode(code, country)
    return edited
