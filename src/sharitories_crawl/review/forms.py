"""What a form or a JSON body says, as a decision."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from urllib.parse import parse_qsl

from sharitories_crawl.errors import BadInput
from sharitories_crawl.models.reviewing import (
    EDITABLE,
    Decision,
    GiveVerdict,
    LookAgain,
    RejectAll,
    SayEdit,
    SayNotSame,
    SaySame,
    Seen,
    SplitOff,
    Undo,
)

MOST_FIELDS = 600
MOST_BYTES = 4_000_000
"""Of a body: a form carries the names it showed, which come from the web. Both arbitrary."""
_NUMBER_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a request's body; of those given several times the last, and all of `mentions`."""

    values: Mapping[str, str]
    mentions: Sequence[str] = ()

    def get(self, name: str) -> str:
        """Empty where there is no such field."""
        return self.values.get(name, "")

    def number(self, name: str) -> int | None:
        """A count or step; None where the field is empty. Raises BadInput."""
        text = self.get(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER_DIGITS):
            raise BadInput(f"{name} is a number; not {text[:40]!r}")
        return int(text)


def read_form(body: bytes, content_type: str) -> Form:
    """Fields as a browser or a program sends them. Raises BadInput."""
    if len(body) > MOST_BYTES:
        raise BadInput(f"a decision has at most {MOST_BYTES} bytes")
    try:
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return _from_json(json.loads(body))
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this body cannot be read: {type(error).__name__}") from None
    return Form(dict(pairs), tuple(value for name, value in pairs if name == "mention"))


def _from_json(content: object) -> Form:
    if not isinstance(content, dict):
        raise BadInput("a decision is a JSON object")
    mentions = content.pop("mention", [])
    values = {
        str(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in content.items()
        if value is not None
    }
    return Form(values, tuple(map(str, mentions if isinstance(mentions, list) else [mentions])))


def decision_of(form: Form) -> Decision:
    """The decision that a form states. Raises BadInput for what is none."""
    act, id, note = form.get("act"), form.get("id"), form.get("note")
    status, _, reason = form.get("verdict").partition(":")
    reason = reason or form.get("reason")
    match act:
        case "verdict":
            return GiveVerdict(id, status, seen_in(form, "seen"), reason, note)
        case "second":
            return LookAgain(id, status, reason, note)
        case "same":
            return SaySame(id, form.get("other"), seen_in(form, "seen"), seen_in(form, "other_seen"), note)
        case "not-same":
            return SayNotSame(id, form.get("other"), seen_in(form, "seen"), seen_in(form, "other_seen"), note)
        case "split":
            return SplitOff(id, tuple(form.mentions), seen_in(form, "seen"), note)
        case "edit":
            seen = seen_in(form, "seen")
            given = {name: form.values[name] for name in EDITABLE if name in form.values}
            edited = {name: value for name, value in given.items() if _plain(value) != _plain(getattr(seen, name))}
            return SayEdit(id, edited, seen, note)
        case "bulk":
            return RejectAll(reason, form.number("count") or 0, form.get("site"), form.get("list_url"), note)
        case "undo":
            return Undo(form.number("step"))
    raise BadInput(f"there is no act {act[:40]!r}")


def seen_in(form: Form, name: str) -> Seen:
    """What the page showed. Raises BadInput."""
    try:
        told = json.loads(form.get(name))
        values = {each.name: told[each.name] for each in fields(Seen)}
        texts = {each: str(value) for each, value in values.items() if each != "review"}
        return Seen(**texts, review=int(values["review"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadInput(f"{name} does not say what the page showed") from None


def _plain(text: str) -> str:
    """A browser makes other line ends of what it was given."""
    return " ".join(text.split())
