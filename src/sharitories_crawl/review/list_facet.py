"""A facet of lists: how many rows name each source. Datasette's own sorts whole rows, for seconds on large tables."""

from typing import Any

from datasette.database import QueryInterrupted
from datasette.facets import ArrayFacet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args


class ListFacet(ArrayFacet):  # type: ignore[misc]
    """Counts the items of a column of JSON lists, in which none stands twice."""

    type = "listed"

    async def suggest(self) -> list[dict[str, object]]:
        """Nothing: metadata say where it is wanted."""
        return []

    async def facet_results(self) -> tuple[list[dict[str, object]], list[str]]:
        """The commonest items with their counts, and the columns for which there was no time."""
        results: list[dict[str, object]] = []
        timed_out: list[str] = []
        size = self.get_facet_size()
        for held in self.get_configs():
            column = held["config"].get("column") or held["config"]["simple"]
            items = f"json_each(held.{escape_sqlite(column)})"
            sql = (
                f"select j.value as value, count(*) as count from ({self.sql}) held, {items} j"
                f" group by 1 order by 2 desc, 1 limit {size + 1}"
            )
            try:
                found = await self.ds.execute(
                    self.database, sql, self.params, truncate=False,
                    custom_time_limit=self.ds.setting("facet_time_limit_ms"),
                )  # fmt: skip
            except QueryInterrupted:
                timed_out.append(column)
                continue
            results.append(
                {
                    "name": column,
                    "type": self.type,
                    "results": [self._value(column, row["value"], row["count"]) for row in found.rows[:size]],
                    "hideable": False,
                    "truncated": len(found.rows) > size,
                }
            )
        return results, timed_out

    def _value(self, column: str, value: object, count: int) -> dict[str, Any]:
        name = f"{column}__arraycontains"
        selected = (name, str(value)) in self.get_querystring_pairs()
        change = path_with_removed_args if selected else path_with_added_args
        toggled = self.ds.urls.path(change(self.request, {name: value}))
        return {
            "value": value,
            "label": value,
            "count": count,
            "toggle_url": self.ds.absolute_url(self.request, toggled),
            "selected": selected,
        }
