"""A reviewer without a browser: reads pages, fills in their forms, sends them."""

import html
import re
from dataclasses import dataclass

import httpx
from tests.review.conftest import Served

_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
JSON = {"accept": "application/json"}


@dataclass(frozen=True)
class Asker:
    """Somebody logged in."""

    served: Served
    since: int = 0
    """The last review that was there before."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    @property
    def root(self) -> str:
        return f"{self.origin}/-/review"

    def get(self, place: str = "", **query: str) -> httpx.Response:
        return self.served.client.get(f"{self.root}/{place}" if place else self.root, params=query or None)

    def form(self, act: str, place: str = "candidates") -> dict[str, str]:
        """The hidden fields of the first form of that act on a page."""
        for form in _FORM.findall(self.get(place).text):
            fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}
            if fields.get("act") == act:
                return fields
        raise AssertionError(f"{place} has no form to {act}")

    def send(self, fields: dict[str, str], **headers: str) -> httpx.Response:
        """As a page's script does, unless `headers` say otherwise."""
        told = {"origin": self.origin, **JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.served.client.post(f"{self.root}/decide", data=fields, headers=told)

    def decide(self, act: str, place: str = "candidates", **more: str) -> httpx.Response:
        """Fill in a page's form and send it."""
        return self.send({**self.form(act, place), **more})

    def statuses(self) -> dict[str, str]:
        """Id -> status, in the file."""
        rows = self.served.query("SELECT id, status FROM initiative WHERE merged_into IS NULL")
        return {str(id): str(status) for id, status in rows}

    def log(self) -> list[tuple[object, ...]]:
        """The rows of the log that came since, in the file."""
        sql = "SELECT action, initiative_id, status, reason, field, value FROM review WHERE id > ? ORDER BY id"
        return self.served.query(sql, self.since)
