"""`queries`: what a crawl would ask, and the order that it is given."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from sharitories_crawl.cli import options as opt
from sharitories_crawl.cli.show import duration, out, print_json, print_table

if TYPE_CHECKING:
    from sharitories_crawl.models import Town
    from sharitories_crawl.pipeline.chain import Chain
    from sharitories_crawl.pipeline.crawl import Order
    from sharitories_crawl.pipeline.tools import Knowledge
    from sharitories_crawl.queries import LeftOut, Plan
    from sharitories_crawl.settings import Settings
    from sharitories_crawl.sources.base import Source


def plan_of(
    town: "Town",
    sources: Sequence["Source"],
    knowledge: "Knowledge",
    kinds: Sequence[str] | None,
    keywords: Sequence[str] | None,
    thorough: bool,
) -> "Plan":
    """The questions for one town under the given options."""
    from sharitories_crawl.geo.locality import needs_department
    from sharitories_crawl.queries import build_plan

    return build_plan(
        town, sources, knowledge.catalogue, kinds=tuple(kinds or ()), keywords=tuple(keywords or ()), thorough=thorough,
        needs_department=lambda asked: needs_department(asked, knowledge.gazetteer),
    )  # fmt: skip


def make_order(
    towns: Sequence["Town"],
    chain: "Chain",
    knowledge: "Knowledge",
    settings: "Settings",
    kinds: Sequence[str] | None,
    keywords: Sequence[str] | None,
    *,
    thorough: bool,
    follow: bool = True,
) -> "tuple[Order, list[Plan]]":
    """What a crawl of these towns shall do, and the plan of each with what it leaves out."""
    from sharitories_crawl.pipeline.crawl import Order

    check_addresses(chain, towns[0], settings)
    plans = [plan_of(town, chain.sources, knowledge, kinds, keywords, thorough) for town in towns]
    more = [plan_of(town, chain.top_up, knowledge, kinds, keywords, thorough) for town in towns]
    order = Order(
        tuple(towns),
        chain.sources,
        tuple(query for plan in plans for query in plan.queries),
        top_up=chain.top_up,
        top_up_queries=tuple(query for plan in more for query in plan.queries),
        geocoders=chain.geocoders,
        # words of one's own alone are all that is asked; who follows nothing does not know who has a site
        by_name=follow and bool(kinds or thorough or not keywords),
        kinds=tuple(kinds or ()),
        follow=follow,
        options={"argv": sys.argv[1:]},
    )
    return order, plans


def check_addresses(chain: "Chain", town: "Town", settings: "Settings") -> None:
    """Raise BadInput for an address in the settings that its source cannot be asked at, before anything is asked."""
    from sharitories_crawl.models import Query
    from sharitories_crawl.pipeline.asking import address_of

    for source in (*chain.sources, *chain.top_up, *chain.geocoders):
        query = Query(f"{source.name}/{town.code}/check", source.name, town.code, (), "fablab", town.language)
        source.build_request(query, town, address_of(source, settings))


def queries(
    city: opt.City = None,
    group: opt.Group = None,
    department: opt.Department = None,
    kind: opt.KindOption = None,
    keyword: opt.Keyword = None,
    source: opt.SourceOption = None,
    db: opt.Db = None,
    queries: opt.Queries = None,
    thorough: opt.Thorough = False,
    json: opt.Json = False,
) -> None:
    """Print the plan: the questions per source, how many are due, how long asking politely will take.

    Example: sharitories queries --city Lorient --thorough
    """
    from sharitories_crawl.pipeline.chain import choose_chain
    from sharitories_crawl.pipeline.tools import load_knowledge

    settings = opt.settings_with(db=db, queries=queries)
    knowledge = load_knowledge(settings.queries)
    chosen = opt.choose_towns(knowledge.towns, city, group, department)
    order, plans = make_order(
        chosen, choose_chain(settings, source), knowledge, settings, kind, keyword, thorough=thorough
    )
    print_plan(order, plans, settings, json=json)


def print_plan(order: "Order", plans: Sequence["Plan"], settings: "Settings", *, json: bool) -> None:
    """The questions of an order, what is due of them, and the time they take; touches no database."""
    from sharitories_crawl.pipeline.asking import delay_of
    from sharitories_crawl.pipeline.due import due_in_file
    from sharitories_crawl.queries import WHY_LEFT_OUT

    due = due_in_file(settings.db, order.queries, settings.refresh_days, opt.now())
    by_source = {source.name: [q for q in order.queries if q.source == source.name] for source in order.sources}
    seconds = {
        source.name: delay_of(source, settings) * requests_of(source, sum(q.id in due for q in by_source[source.name]))
        for source in order.sources
    }
    if json:
        print_json(
            {
                "queries": [{**asdict(query), "due": query.id in due} for query in order.queries],
                "due": len(due),
                "seconds": seconds,
                "left_out": [asdict(left) for left in _left_out(plans)],
            }
        )
        return
    console = out()
    rows = [
        (query.id, query.text or "(everything in the town)", "yes" if query.id in due else "")
        for query in order.queries
    ]
    print_table("Questions", ("query", "words", "due"), rows, console=console)
    rows2 = [
        (
            s.name,
            len(asked := by_source[s.name]),
            sum(q.id in due for q in asked),
            _budget(s),
            duration(seconds[s.name]),
        )
        for s in order.sources
    ]
    print_table("\nPer source", ("source", "questions", "due", "budget", "politely"), rows2, console=console)
    for source in order.top_up:
        console.print(
            f"\nAfterwards {source.name} is asked about towns with fewer than {settings.top_up_below} candidates, the "
            f"poorest first ({_budget(source) or 'no budget'})."
        )
    if order.by_name and settings.max_names:
        console.print(
            f"\nThen up to {settings.max_names} initiatives of each town that are known by name alone are looked up at "
            "the first web search that can be asked."
        )
    if order.geocoders:
        names = ", ".join(source.name for source in order.geocoders)
        console.print(f"\nAddresses and points that were found are looked up once, for ever: {names}")
    for left in _left_out(plans):
        about = f" about {', '.join(left.kinds)}" if left.kinds else ""
        console.print(f"\nNot asked of {left.source}{about} ({left.reason}): {WHY_LEFT_OUT[left.reason]}")
    console.print(
        f"\n{len(due)} of {len(order.queries)} questions are due; sources are asked side by side, so asking takes "
        f"about {duration(max(seconds.values(), default=0))}. "
        f"Pages come on top, {settings.delay:g} s apart on each site."
    )


def requests_of(source: "Source", due: int) -> int:
    """How many requests the due questions take at least: a source with one answer for all towns is asked once."""
    from sharitories_crawl.models import AskedBy

    return min(due, 1) if source.asked_by is AskedBy.WORLD else due


def _budget(source: "Source") -> str:
    bounds = {"an hour": source.budget.hour, "a day": source.budget.day, "a month": source.budget.month}
    return ", ".join(f"{most} {span}" for span, most in bounds.items() if most is not None)


def _left_out(plans: Sequence["Plan"]) -> list["LeftOut"]:
    return list(dict.fromkeys(left for plan in plans for left in plan.left_out))
