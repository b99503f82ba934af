"""Changes as something to read: an Atom feed for readers of feeds, and a Markdown digest for a mailing list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
ORDER = (
    "discovered", "back again", "registered", "moved", "renamed", "new evidence", "site back", "site parked",
    "site dead", "dissolved", "gone",
)  # fmt: skip
"""What a digest tells first."""
_HEADINGS = {
    "discovered": "Newly found", "back again": "Back again", "registered": "Registered", "moved": "Moved",
    "renamed": "Renamed", "new evidence": "Newly evidenced", "site back": "Site back", "site parked": "Site parked",
    "site dead": "Site dead", "dissolved": "Dissolved", "gone": "Gone", "merged": "Joined with another",
    "split": "Told apart from another",
}  # fmt: skip
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


@dataclass(frozen=True, slots=True)
class News:
    """One change as it is told."""

    id: int
    at: str
    change: str
    initiative_id: str
    name: str
    town: str
    kind: str
    url: str
    before: str
    after: str
    detail: str

    @property
    def sort(self) -> str:
        """Without whom it was merged into or split from."""
        return self.change.split(" ")[0] if self.change.startswith(("merged into ", "split from ")) else self.change

    @property
    def sentence(self) -> str:
        """What happened, in a few words, without the name."""
        if self.before and self.after:
            return f"{self.before} → {self.after}"
        return self.after if self.sort in ("registered",) else self.detail or self.before


def digest(news: Sequence[News], title: str, since: str) -> str:
    """Markdown: town after town, what happened there, the good news first."""
    lines = [f"# {title}", "", f"{len(news)} changes since {since}." if news else f"No changes since {since}.", ""]
    for town in sorted({one.town for one in news}):
        lines += [f"## {_plain(town)}", ""]
        for sort in (*ORDER, "merged", "split"):
            told = [one for one in news if one.town == town and one.sort == sort]
            if told:
                lines += [f"### {_HEADINGS[sort]}", "", *map(_line, told), ""]
    return "\n".join(lines)


def _line(one: News) -> str:
    address = one.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    name = f"[{_plain(one.name)}]({address})" if address.startswith(("http://", "https://")) else _plain(one.name)
    kind = f" ({_plain(one.kind)})" if one.kind else ""
    what = "" if one.sort == "discovered" or not one.sentence else f": {_plain(one.sentence)}"
    return f"- {name}{kind}{what} — {one.at[:10]}"


def _plain(text: str) -> str:
    """What comes from outside is never read as markup."""
    return " ".join(text.split()).translate(_MARKS)


def atom(news: Iterable[News], title: str, feed_id: str, updated: str) -> bytes:
    """An Atom feed, the latest first. Ids are tags of what was noted, so that a feed made anew repeats nothing."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "title", title)
    _add(feed, "id", feed_id)
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "sharitories crawl")
    for one in sorted(news, key=lambda one: -one.id):
        entry = _add(feed, "entry")
        heading = _HEADINGS.get(one.sort, one.sort)
        _add(entry, "title", f"{heading}: {one.name} ({one.town})")
        _add(entry, "id", f"{feed_id}:change:{one.id}")
        _add(entry, "updated", one.at)
        if one.url.startswith(("http://", "https://")):
            _add(entry, "link", href=one.url)
        _add(entry, "category", term=one.sort)
        _add(entry, "summary", one.sentence or heading)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    # what XML cannot hold is left out
    child.text = "".join(sign for sign in text if sign >= " " or sign in "\t\n") or None
    return child
