"""The pages of review: address (a regular expression) and view of each."""

from collections.abc import Callable
from typing import Any

from sharitories_crawl.review.decisions import decide
from sharitories_crawl.review.pages.bulk import reject
from sharitories_crawl.review.pages.candidates import candidate, candidates, changed
from sharitories_crawl.review.pages.contradictions import contradictions
from sharitories_crawl.review.pages.copies import copy
from sharitories_crawl.review.pages.home import home
from sharitories_crawl.review.pages.pairs import pair
from sharitories_crawl.review.pages.second import second
from sharitories_crawl.review.pages.town import town

ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/-/review$", home),
    (r"^/-/review/candidates$", candidates),
    (r"^/-/review/candidate/(?P<id>[^/]+)$", candidate),
    (r"^/-/review/pairs$", pair),
    (r"^/-/review/changed$", changed),
    (r"^/-/review/contradictions$", contradictions),
    (r"^/-/review/second$", second),
    (r"^/-/review/town/(?P<code>[^/]+)$", town),
    (r"^/-/review/copy/(?P<id>[^/]+)$", copy),
    (r"^/-/review/reject$", reject),
    (r"^/-/review/decide$", decide),
]
