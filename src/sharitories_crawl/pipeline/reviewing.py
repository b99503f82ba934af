"""A reviewer's decision, checked against what was seen, appended to the log and carried out: all of it or nothing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sharitories_crawl.errors import Busy
from sharitories_crawl.models.reviewing import (
    Decision,
    Done,
    GiveVerdict,
    LookAgain,
    RejectAll,
    SayEdit,
    SayNotSame,
    SaySame,
    SplitOff,
    Undo,
)
from sharitories_crawl.pipeline.resolving import Places
from sharitories_crawl.pipeline.review_desk import Desk
from sharitories_crawl.pipeline.review_input import checked_reviewer
from sharitories_crawl.pipeline.tools import everywhere
from sharitories_crawl.store.reviews import Reviews


def decide(
    reviews: Reviews, decision: Decision, reviewer: str, now: datetime, places: Callable[[], Places] = everywhere
) -> Done:
    """Carry out one decision in one transaction of its own.

    Raises Stale where what was seen is no longer so, BadInput for what cannot be, and Busy where somebody else writes
    for longer than the connection waits. Nothing is then written.
    """
    desk = Desk(reviews, checked_reviewer(reviewer), now, places)
    with telling_busy(), reviews.alone():
        match decision:
            case GiveVerdict():
                return desk.give_verdict(decision)
            case SayEdit():
                return desk.say_edit(decision)
            case SaySame() | SayNotSame():
                return desk.say_of_pair(decision)
            case SplitOff():
                return desk.split_off(decision)
            case RejectAll():
                return desk.reject_all(decision)
            case LookAgain():
                return desk.look_again(decision)
            case Undo():
                return desk.undo(decision)


@contextmanager
def telling_busy() -> Iterator[None]:
    """A database that somebody else holds is no fault of the reviewer's: Busy."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) and "busy" not in str(error):
            raise
        raise Busy("somebody else is writing to the database; try again in a moment") from None
