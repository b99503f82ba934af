"""Where a decision leads: on to the next, or back to what it was about."""

from dataclasses import dataclass

from sharitories_crawl.models.reviewing import Done
from sharitories_crawl.review.forms import Form
from sharitories_crawl.review.pages.pairs import next_pair, pair_of
from sharitories_crawl.review.pages.queue import came_from, queue_named
from sharitories_crawl.review.pages.second import next_second
from sharitories_crawl.review.pages.visit import Visit
from sharitories_crawl.store.dossier import item
from sharitories_crawl.store.look import Look

QUEUES = ("candidates", "changed")
PLAIN = ("town", "contradictions", "copy", "candidate")


@dataclass(frozen=True, slots=True)
class Landing:
    """The next page; what was fetched ahead is good no more where one `stays`."""

    address: str
    left: str = ""
    stays: bool = True

    def with_done(self, step: int) -> str:
        """The address with what was done, for a page that is loaded anew."""
        return f"{self.address}{'&' if '?' in self.address else '?'}done={step}"


def landing(here: Visit, db: Look, form: Form, done: Done | None, moved: str = "") -> Landing:
    """After a decision that was done, or (None) refused as stale; `moved` is what its initiative went into."""
    page, arguments = came_from(form.get("from"))
    act, id = form.get("act"), done.initiative_id if done else moved or form.get("id")
    town = arguments.get("town", "")
    if page in QUEUES:
        queue = queue_named(page, arguments)
        left = here.t.counted("queue.left", queue.left(db))
        if done is None or act != "verdict":
            return Landing(queue.address(here, at=id), left)
        decided = item(db, id)
        after = queue.first(db, decided.position) if decided else ""
        return Landing(queue.address(here, **({"at": after} if after else {"past": id})), left, stays=False)
    if page == "pairs":
        if act == "undo":
            return Landing(pair_of(here, db, id, town))
        place = arguments.get("at", "")
        return Landing(next_pair(here, db, place, town) if done else here.at("pairs", town=town, at=place))
    if page == "second":
        if act == "second" and done:
            return Landing(next_second(here, db, form.get("id")))
        return Landing(here.at("second", at=id))
    if act == "bulk" or not page:
        return Landing(here.at())
    if page.partition("/")[0] in PLAIN and page.partition("/")[0] != "candidate":
        return Landing(here.at(page))
    return Landing(here.at(f"candidate/{id}") if id else here.at())
