"""A run as a log: one line for each event on standard error, as `key=value` or as JSON."""

import json
import sys
from typing import TYPE_CHECKING

from sharitories_crawl.cli.options import now

if TYPE_CHECKING:
    from sharitories_crawl.pipeline.asking import Asked


class Events:
    """Writes events; as the progress of a run, one for each question and each page."""

    def __init__(self, *, as_json: bool, quiet: bool = False) -> None:
        self._as_json, self._quiet = as_json, quiet

    def tell(self, event: str, **fields: object) -> None:
        """One line, however quiet."""
        at = now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if self._as_json:
            line = json.dumps({"at": at, "event": event, **fields}, ensure_ascii=False, default=str)
        else:
            line = " ".join([at, event, *(f"{name}={_plain(value)}" for name, value in fields.items())])
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def asked(self, asked: "Asked", left: int) -> None:
        """One question was answered."""
        answer = asked.answer
        if not self._quiet:
            self.tell(
                "asked", source=asked.query.source, town=asked.town.name, query=asked.query.id,
                status=str(answer.status), found=len(answer.results) + len(answer.records), reason=answer.reason,
                detail=answer.detail, left=left,
            )  # fmt: skip

    def fetched(self, url: str, status: str, left: int) -> None:
        """One page came or failed."""
        if not self._quiet:
            self.tell("fetched", url=url, status=status, left=left)


def _plain(value: object) -> str:
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if not text or set(text) & set(' "=\n\r\t') else text
