"""What a name weighs where it is stated, by whose page it stands on. Set by hand on labelled pages."""

OWN = {
    "place": 4.8,
    "organisation": 4.5,
    "site": 4.0,
    "brand": 3.0,
    "owner": 3.0,
    "title": 2.0,
    "heading": 1.5,
    "subheading": 0.4,
    "publisher": 0.0,
}
"""What a statement weighs on a page of the thing itself. Set by hand on labelled pages."""
OTHERS = {
    "place": 4.0,
    "organisation": 1.5,
    "site": 0.0,
    "brand": 0.0,
    "owner": 0.0,
    "title": 3.0,
    "heading": 2.5,
    "subheading": 1.0,
    "publisher": 6.0,
}
"""And on the page of a newspaper, a town hall, a platform: its own name is the publisher's."""
HEADLINE = {
    "place": 2.0,
    "organisation": 0.5,
    "site": 0.0,
    "brand": 0.0,
    "owner": 0.0,
    "title": 0.6,
    "heading": 0.6,
    "subheading": 0.5,
    "publisher": 6.0,
}
"""And on an article, whose title is a sentence."""
PUBLIC = {**OTHERS, "publisher": 2.0}
"""A town hall's page: sometimes its site is the initiative's own."""
