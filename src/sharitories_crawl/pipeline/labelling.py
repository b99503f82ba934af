"""Verdicts as labels: files that `evaluate` scores the program by."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sharitories_crawl.errors import BadInput
from sharitories_crawl.evaluation.from_verdicts import Decided, page_label, pair_label
from sharitories_crawl.geo.everywhere import Everywhere
from sharitories_crawl.pipeline.page_reading import response_from
from sharitories_crawl.pipeline.tools import Store
from sharitories_crawl.store.frontier import OK
from sharitories_crawl.store.labels import Labels


@dataclass(frozen=True, slots=True)
class Exported:
    """How many labels were written."""

    pages: int
    pairs: int


def export_labels(store: Store, towns: Everywhere, folder: Path) -> Exported:
    """Write pages/verdicts/LANGUAGE-verdicts.jsonl and pairs/verdicts.jsonl into a folder, over earlier ones.

    A page is left out while one of its candidates waits for a verdict. Raises BadInput where nothing can be written.
    """
    labels = Labels(store.candidates.db)
    pages: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for found_in, town_code, kept in labels.pages():
        decided = [Decided(k.mention, k.status, k.reason, k.name, k.kind, k.actor) for k in kept]
        keyword = kept[0].mention.query_id.rpartition("/")[2]
        label = page_label(found_in, town_code, keyword, _html(store, found_in), decided)
        if label is not None:
            pages[towns.find(town_code).language].append(label)
    pairs = [
        pair_label(f"verdict-{said.review_id}", said.a.town_code, said.a, said.b, same=said.same)
        for said in labels.pairs()
    ]
    files = {folder / "pages" / "verdicts" / f"{name}-verdicts.jsonl": lines for name, lines in sorted(pages.items())}
    try:
        for path, lines in (files | {folder / "pairs" / "verdicts.jsonl": pairs}).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}; name another folder with --export") from None
    return Exported(sum(map(len, pages.values())), len(pairs))


def _html(store: Store, found_in: str) -> str:
    page = store.frontier.page(found_in)
    if page is None or page.status != OK or page.place is None:
        return ""
    return response_from(store, page.place).text
