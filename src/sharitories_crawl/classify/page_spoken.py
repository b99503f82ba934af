"""Signs of a page's sort as they are told to a person."""

SORTS = {
    "press": "a newspaper's", "speech": "a report's quoted speech", "public": "a public body's", "job": "a job offer's",
    "estate": "an estate agent's", "shop": "a shop's", "chain": "a chain's", "course": "a paid course's",
    "politics": "a campaign's", "exercise": "an exercise's", "study": "a study's", "topic": "an explained topic's",
    "encyclopedia": "an encyclopaedia's", "heritage": "history's", "forum": "a forum's", "blog": "a blog's",
    "platform": "a platform's", "event": "an event's", "directory": "a directory's", "ranking": "a ranking's",
    "own": "a group's own", "school": "a school's", "reference": "a work of reference's",
    "social": "a social network's",
}  # fmt: skip
"""What likens a page to a sort of pages, and whose words those are."""
PARTS = {
    "text": "words like {}", "menu": "a menu like {}", "title": "a title like {}",
    "name": "a site name or host like {}", "path": "a web address like {}", "host": "a host like {}",
}  # fmt: skip
WHOLE = {
    "path:depth-0": "it is a site's first page", "path:depth-1": "it stands right under a site's first page",
    "path:depth-2": "it stands two steps into a site", "path:depth-3": "it stands deep in a site",
    "path:dated": "a date in the web address", "path:numbered": "a number in the web address",
    "path:headline": "a headline as web address", "title:question": "the title asks",
    "title:colon": "a title with a colon", "title:quote": "a quotation in the title",
    "title:number": "a title that begins with a number", "title:short": "a short title",
    "title:middling": "a title of some words", "title:long": "a long title",
    "title:whole": "a title without a site's name", "self:title": "the title is the site's name",
    "self:text": "the text names the site", "self:host-in-title": "the host is named after the title",
    "voice:we": "it says “we”", "voice:i": "it says “I”", "voice:you": "it says “you”",
    "voice:quotes": "people are quoted", "shape:byline": "a byline", "shape:comments": "comments",
    "shape:dated": "a date of publication", "shape:publisher": "a publisher is stated",
    "shape:many-headings": "many headings", "price:any": "prices", "price:per-month": "prices by month or area",
    "price:area": "areas in m²", "says:days": "days of the week", "og:article": "declared an article",
    "og:website": "declared a website", "type:news": "declared a news article", "type:article": "declared an article",
    "type:blog": "declared a blog", "type:job": "declared a job offer", "type:offer": "declared an offer",
    "type:estate": "declared an estate offer", "type:event": "declared an event",
    "type:public": "declared a public body", "type:list": "declared a list", "type:course": "declared a course",
    "type:forum": "declared a discussion", "type:faq": "declared questions and answers",
    "type:business": "declared a business", "type:organisation": "declared an organisation",
    "type:place": "declared a place", "type:topic": "declared a topic", "type:profile": "declared a profile",
    "reach:address": "an address", "reach:several-addresses": "several addresses", "reach:mail": "a mailbox",
    "reach:phone": "a telephone", "reach:social": "an account", "reach:registered": "a registration",
    "links:others": "links to several other sites", "list:some": "it lists some", "list:many": "it lists many",
    "list:roster": "rows that begin with names", "length:short": "a short page", "length:long": "a long page",
    "bare": "title and snippet alone",
}  # fmt: skip


def spoken(signal: str) -> str:
    """`menu:press` -> `a menu like a newspaper's`."""
    if whole := WHOLE.get(signal):
        return whole
    part, _, sort = signal.replace("host:like-", "host:").partition(":")
    return PARTS.get(part, part + " {}").format(SORTS.get(sort, sort))
