"""What directories that answer with a list in JSON have in common: a record per entry, and why there may be none."""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sharitories_crawl.models import Answer, AnswerStatus, Record, Response
from sharitories_crawl.sources.fields import object_fields, one_line, unreadable, why_no_text
from sharitories_crawl.sources.walls import wall

JSON_ONLY = {"Accept": "application/json"}

_SIREN = re.compile(r"\d{9}(?:\d{5})?")
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
_POSTAL_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


def read_entries(
    entries: Iterable[object], read: Callable[[Mapping[str, object]], Record | str], nothing: str
) -> Answer:
    """Records of the entries, one per `source_id`, the first where several have the same.

    `read` gives a record, or in a few words why it is left out; empty for an entry that is broken.
    `nothing` is said of a list without entries. Entries that are all broken mean a changed format, not an empty town.
    """
    records: dict[str, Record] = {}
    left_out: dict[str, int] = {}
    broken = 0
    for entry in entries:
        found = read(object_fields(entry))
        if isinstance(found, Record):
            records.setdefault(found.source_id, found)
        elif found:
            left_out[found] = left_out.get(found, 0) + 1
        else:
            broken += 1
    notes = [f"{broken} entries were dropped: no id or no name."] if broken else []
    notes += [f"{count} entries were left out: {why}." for why, count in left_out.items()]
    if records:
        return Answer(AnswerStatus.RESULTS, records=tuple(records.values()), detail=" ".join(notes))
    if broken:
        return unreadable("broken-entries", " ".join(notes))
    return Answer(AnswerStatus.EMPTY, detail=" ".join(notes) or nothing)


def why_no_list(response: Response, label: str, complaint: str = "") -> Answer:
    """The answer of a directory that sent no list of entries. `complaint` is what it says itself, in its own words."""
    if complaint and response.status in (200, 400, 404, 422):
        return unreadable("refused-question", f"{label} refuses the question: {complaint[:300]}")
    if (found := wall(response) or why_no_text(response)) is not None:
        return found
    return unreadable("broken-json", f"The answer is not the JSON that {label} gives; it may have broken off.")


def no_count(label: str) -> Answer:
    """An empty list that is not said to be the whole of it: the mark of nothing found is missing."""
    return unreadable("no-count", f"{label} sent an empty list without saying that there is nothing.")


def count_of(value: object) -> int | None:
    """A count of zero or more; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def siren_of(value: object) -> str:
    """The nine digits of a SIREN, or of the SIRET that begins with them; else empty."""
    digits = one_line(value).replace(" ", "")
    return digits[:9] if _SIREN.fullmatch(digits) else ""


def rna_of(value: object) -> str:
    """A number of the register of associations, overseas (W9R...) and Corsica (W2A...) too; else empty.

    Notices from before the register hold ASS and the number of the notice there, which many associations share.
    """
    number = one_line(value).replace(" ", "").upper()
    return number if _RNA.fullmatch(number) else ""


def street_of(address: object) -> str:
    """What stands before the French postal code of an address on one line; all of it where there is none."""
    text = one_line(address)
    code = list(_POSTAL_CODE.finditer(text))
    return (text[: code[-1].start()] if code else text).strip(" ,-")


def code_and_city(address: object) -> tuple[str, str]:
    """(postal code, what follows it) of a French address on one line; empty where there is none."""
    text = one_line(address)
    code = list(_POSTAL_CODE.finditer(text))
    return (code[-1].group(), text[code[-1].end() :].strip(" ,-")) if code else ("", "")


def parameters_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_parameters(url: str, **changes: str) -> str:
    """The address with some parameters changed or added; an empty value takes one away."""
    parameters = {**parameters_of(url), **changes}
    kept = {name: value for name, value in parameters.items() if value or name not in changes}
    return urlunsplit(urlsplit(url)._replace(query=urlencode(kept, safe=",")))
