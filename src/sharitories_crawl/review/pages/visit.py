"""One request for a page: whose database, in which language, who asks; and how the page is made."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sharitories_crawl.review.guard import PLUGIN, SAFE_METHODS, may_review
from sharitories_crawl.review.languages import LANGUAGE
from sharitories_crawl.review.ours import our_databases
from sharitories_crawl.review.showing import shown
from sharitories_crawl.review.texts import Texts, texts_in
from sharitories_crawl.store.look import Look, over

if TYPE_CHECKING:
    from datasette.app import Datasette

T = TypeVar("T")
ROOT = "/-/review"
HEADERS = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Whoever asks may review."""

    datasette: "Datasette"
    request: Any
    database: str
    t: Texts
    reviewer: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    """Of the address, the first of each name."""

    @property
    def path(self) -> Path:
        """The file under review."""
        return Path(self.datasette.databases[self.database].path)

    def at(self, place: str = "", **query: str) -> str:
        """The address of a page of review; what is empty is left out of its query."""
        path = str(self.datasette.urls.path(f"{ROOT}/{place}" if place else ROOT))
        told = urlencode({name: value for name, value in query.items() if value})
        return f"{path}?{told}" if told else path

    def static(self, name: str) -> str:
        """The address of one of our files."""
        return str(self.datasette.urls.path(f"/-/static-plugins/{PLUGIN}/{name}"))

    def table(self, name: str, **query: str) -> str:
        """The address of a table or view in Datasette."""
        told = urlencode(query)
        return str(self.datasette.urls.table(self.database, name)) + (f"?{told}" if told else "")

    async def read(self, ask: Callable[[Look], T]) -> T:
        """Ask the database, all in one look, so that no part of a page is older than another."""

        def look(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN")
            try:
                return ask(over(connection))
            finally:
                connection.rollback()

        database = self.datasette.databases[self.database]
        result: T = await database.execute_fn(look)
        return result

    async def page(self, template: str, status: int = 200, here: str = "", **context: Any) -> Any:
        """The answer with a page. `here` is the address within review that a decision sent from it names."""
        from datasette import Response

        token = self.request.scope["csrftoken"]() if "csrftoken" in self.request.scope else ""
        hidden = Markup('<input type="hidden" name="csrftoken" value="{}"><input type="hidden" name="from" value="{}">')
        text = _templates().get_template(template).render(
            t=self.t, at=self.at, static=self.static, reviewer=shown(self.reviewer), here=here.partition("?")[0],
            tables=str(self.datasette.urls.database(self.database)), hidden=hidden.format(token, here),
            **{"said": "", **context},
        )  # fmt: skip
        return Response.html(text, status=status, headers=dict(HEADERS))

    async def trouble(
        self, status: int, title: str, about: str = "", *, here: str = "", differences: Sequence[object] = (),
        link: str = "", again: Sequence[tuple[str, str]] = (),
    ) -> Any:  # fmt: skip
        """The answer with a page that says what is the matter; `again` are the fields of a form to send once more."""
        told = {"title": title, "about": about, "differences": differences, "link": link, "again": again}
        return await self.page("review_trouble.html", status, here, **told)

    async def not_found(self, about: str = "trouble.gone") -> Any:
        """The answer where there is no such thing."""
        return await self.trouble(404, self.t("trouble.gone_title"), self.t(about))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    """Our templates alone: Datasette renders its own step by step, which takes several times as long."""
    return Environment(
        loader=PackageLoader("sharitories_crawl.review"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


async def visit(datasette: "Datasette", request: Any, *, writes: bool = False) -> Visit:
    """Let in whoever may review. Raises Datasette's Forbidden, and NotFound for another method than the page has."""
    from datasette import Forbidden, NotFound

    t = texts_in(LANGUAGE.get())
    if not await may_review(datasette, request):
        raise Forbidden(t("trouble.refused"))
    if (request.method in SAFE_METHODS) is writes:
        raise NotFound(request.method)
    database = our_databases(datasette)[0]
    if not await datasette.databases[database].table_exists("review"):
        raise NotFound(t("trouble.older"))
    arguments = {name: request.args.get(name) or "" for name in request.args}
    return Visit(datasette, request, database, t, str(request.actor.get("id") or ""), arguments)
