"""The feed is an Atom feed that repeats nothing; the digest reads as Markdown whatever names hold."""

from xml.etree import ElementTree

from sharitories_crawl.export.news import ATOM, News, atom, digest

EVIL = "<b>La *Ruche*</b> [x](javascript:1)\n# Titre"


def news(id: int, change: str, name: str = "La Ruche", town: str = "Lorient", **more: str) -> News:
    fields = {"kind": "coworking", "url": "http://a.example/(1)", "before": "", "after": "", "detail": ""} | more
    return News(id, f"2026-11-{id:02}T01:00:00Z", change, "i1", name, town, **fields)


TOLD = [
    news(1, "discovered", EVIL, detail="http://a.example/"),
    news(2, "moved", before="12 rue de Liège", after="3 quai des Indes"),
    news(3, "merged into i9", town="Épinal", url="javascript:alert(1)"),
    news(4, "gone", town="Épinal", name="A\x00B"),
]


def test_the_digest_goes_by_town_and_lets_no_name_be_markup() -> None:
    text = digest(TOLD, "Nouvelles", "2026-11-01")
    assert text.startswith("# Nouvelles\n\n4 changes since 2026-11-01.\n")
    assert text.index("## Lorient") < text.index("### Newly found") < text.index("### Moved") < text.index("## Épinal")
    assert "\\<b\\>La \\*Ruche\\*\\</b\\> \\[x\\](javascript:1) \\# Titre](http://a.example/%281%29)" in text
    assert "](javascript" not in text.replace("\\]", "")
    assert "12 rue de Liège → 3 quai des Indes — 2026-11-02" in text
    assert "# Titre\n" not in text.replace("\\#", "")
    assert digest([], "x", "2026-11-01").count("\n") < 4


def test_the_feed_is_well_formed_and_its_ids_last() -> None:
    body = atom(TOLD, "Nouvelles", "urn:x", "2026-11-04T01:00:00Z")
    assert body == atom(reversed(TOLD), "Nouvelles", "urn:x", "2026-11-04T01:00:00Z")
    feed = ElementTree.fromstring(body)
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert [entry.findtext(f"{{{ATOM}}}id") for entry in entries] == [f"urn:x:change:{id}" for id in (4, 3, 2, 1)]
    for needed in ("id", "title", "updated"):
        assert all(entry.findtext(f"{{{ATOM}}}{needed}") for entry in (feed, *entries)), needed
    links = [link.get("href") for link in feed.iter(f"{{{ATOM}}}link")]
    assert links == ["http://a.example/(1)"] * 3
