"""JSON-LD and microdata, well-formed and not."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from sharitories_crawl.extract.jsonld import read_jsonld
from sharitories_crawl.extract.microdata import read_microdata
from sharitories_crawl.extract.structured import gather


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        pytest.param('{"@type": "Organization", "name": "Le SEL"}', "", id="by-the-book"),
        pytest.param('[{"@type": "Organization", "name": "Le SEL"}, null]', "", id="list"),
        pytest.param('{"@graph": [{"@type": "Organization", "name": "Le SEL"}]}', "", id="graph"),
        pytest.param(
            '{"@type": "Organization", "name": "Le\nSEL"}', "json-ld-control-characters", id="newline-in-string"
        ),
        pytest.param('{"@type": "Organization", "name": "Le SEL",}', "json-ld-repaired", id="trailing-comma"),
        pytest.param(
            '// x\n{"@type": "Organization", /* y */ "name": "Le SEL", // z\n}', "json-ld-repaired", id="comments"
        ),
        pytest.param('<!-- {"@type": "Organization", "name": "Le SEL"} -->', "json-ld-repaired", id="html-comment"),
        pytest.param(
            '<!-- x -->\n{"@type": "Organization", "name": "Le SEL"}', "json-ld-repaired", id="comment-before"
        ),
        pytest.param('//<![CDATA[\n{"@type": "Organization", "name": "Le SEL"}\n//]]>', "json-ld-repaired", id="cdata"),
        pytest.param('{"@type": "Organization", "name": "Le SEL"};', "json-ld-repaired", id="semicolon"),
        pytest.param(
            "{&quot;@type&quot;: &quot;Organization&quot;, &quot;name&quot;: &quot;Le SEL&quot;}",
            "json-ld-repaired",
            id="escaped",
        ),
        pytest.param(
            '{"@type": "Organization", "name": "Le SEL"}{"@type": "Place"}', "json-ld-repaired", id="two-documents"
        ),
    ],
)
def test_what_can_be_read_is_read_and_its_mistake_named(script: str, problem: str) -> None:
    items, found = read_jsonld(script)
    assert found == problem
    statement = gather(("json-ld", item) for item in items)
    assert " ".join(statement.organisation_names).split() == ["Le", "SEL"]


@pytest.mark.parametrize("script", ["", "{", '{"name": }', "undefined", '{"a": "b"', "[" * 100_000, '{"a":' * 5_000])
def test_what_cannot_be_read_is_called_broken(script: str) -> None:
    assert read_jsonld(script) == ((), "json-ld-broken")


def test_words_in_strings_are_no_comments() -> None:
    items, problem = read_jsonld('{"@type": "Organization", "name": "a // b /* c */ <!-- d -->", "x": ["y,]"],}')
    assert problem == "json-ld-repaired"
    assert items[0].text("name") == "a // b /* c */ <!-- d -->"
    assert items[0].text("x") == "y,]"


def test_contacts_of_persons_are_left_out() -> None:
    items, _ = read_jsonld(
        '{"@type": "Organization", "name": "A", "telephone": "1", "founder": {"@type": "Person", "name": "P",'
        ' "telephone": "2", "email": "p@x.fr", "address": {"@type": "PostalAddress", "addressLocality": "Chez P"}}}'
    )
    statement = gather(("json-ld", item) for item in items)
    assert statement.phones == ("1",)
    assert statement.emails == ()
    assert statement.addresses == ()
    assert "Person" in statement.types


def test_a_publisher_is_not_the_organisation_of_the_page() -> None:
    items, _ = read_jsonld('{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Le Journal"}}')
    statement = gather(("json-ld", item) for item in items)
    assert statement.organisation_names == ()
    assert statement.site_names == ("Le Journal",)


@pytest.mark.parametrize(
    ("geo", "point"),
    [
        ('{"latitude": 47.6, "longitude": "-2,9"}', (47.6, -2.9)),
        ('{"latitude": "", "longitude": ""}', (None, None)),
        ('{"latitude": 0, "longitude": 0}', (None, None)),
        ('{"latitude": 470, "longitude": 2}', (None, None)),
    ],
)
def test_coordinates_are_on_earth(geo: str, point: tuple[float | None, float | None]) -> None:
    items, _ = read_jsonld(
        f'{{"@type": "Place", "address": {{"addressLocality": "Auray", "addressCountry": "France"}}, "geo": {geo}}}'
    )
    (address,) = gather(("json-ld", item) for item in items).addresses
    assert (address.latitude, address.longitude) == point
    assert (address.city, address.country, address.origin) == ("Auray", "FR", "json-ld")


def test_microdata_gives_each_property_to_its_nearest_item() -> None:
    tree = LexborHTMLParser(
        """<div itemscope itemtype="https://schema.org/LocalBusiness"><h1 itemprop="name">La Fabrique</h1>
        <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
        <span itemprop="streetAddress">12 rue des Ateliers</span>
        <span itemprop="postalCode">56400</span> <span itemprop="addressLocality">Auray</span></div>
        <div itemprop="employee" itemscope itemtype="https://schema.org/Person"><b itemprop="name">P</b></div>
        <meta itemprop="telephone" content="02 97 24 00 00"><a itemprop="url" href="https://x.fr">site</a></div>
        <p id="more" itemprop="email">contact@x.fr</p><div itemscope itemref="more"><i itemprop="name">A</i></div>"""
    )
    business, other = read_microdata(tree)
    assert business.types == ("LocalBusiness",)
    assert list(business.texts("name")) == ["La Fabrique"]
    assert business.text("url") == "https://x.fr"
    assert other.text("email") == "contact@x.fr"
    statement = gather([("microdata", business)])
    assert statement.place_names == ("La Fabrique",)
    assert statement.phones == ("02 97 24 00 00",)
    (address,) = statement.addresses
    assert (address.street, address.postal_code, address.city) == ("12 rue des Ateliers", "56400", "Auray")
    assert address.origin == "microdata"


def test_an_item_that_holds_itself_ends() -> None:
    tree = LexborHTMLParser(
        '<div id="a" itemscope itemprop="x" itemref="a"><b itemprop="y">1</b></div><p itemscope itemref="a">'
    )
    assert read_microdata(tree)


def test_items_reached_by_a_million_ways_are_read_within_a_budget() -> None:
    links = "".join(
        f'<p id="a{i}" itemscope itemprop="x" itemref="a{i + 1} b{i + 1}">1</p>'
        f'<p id="b{i}" itemscope itemprop="x" itemref="a{i + 1} b{i + 1}">1</p>'
        for i in range(40)
    )
    assert len(read_microdata(LexborHTMLParser(f"<div itemscope itemref=a0></div>{links}"))) == 1
