"""Draws a page of the fictional web: small markup to HTML, structured data, and the words a search engine keeps.

The markup of page texts: paragraphs between blank lines, `## heading`, `- item`, `[words](address)`, `| cell | cell |`.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape

from jinja2 import Environment, Template
from markupsafe import Markup

from sharitories_crawl.sandbox.templates import TEMPLATES
from sharitories_crawl.sandbox.world import Site, Thing, WebPage, World

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_SUMMARY_LENGTH = 155


@dataclass(frozen=True, slots=True)
class _MenuItem:
    path: str
    label: str
    title: str


@cache
def _template(name: str) -> Template:
    return Environment(autoescape=True, trim_blocks=False).from_string(TEMPLATES[name])


def _inline(text: str) -> str:
    linked = _LINK.sub(lambda match: f"\0{match.group(2)}\1{match.group(1)}\2", text)
    parts = escape(linked, quote=False)
    return re.sub("\0([^\1]*)\1([^\2]*)\2", r'<a href="\1">\2</a>', parts)


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().splitlines()]
    if lines[0].startswith("## "):
        rest = "\n".join(lines[1:])
        return f"<h2>{_inline(lines[0][3:])}</h2>" + (_block(rest) if rest else "")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(line.startswith("|") for line in lines):
        rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
        return (
            "<table>"
            + "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>"
        )
    return "<p>" + "<br>\n".join(_inline(line) for line in lines) + "</p>"


def to_html(text: str) -> Markup:
    """The markup of the TOML files as HTML; plain text is escaped."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]
    return Markup("\n".join(_block(block) for block in blocks))


def _without_marks(text: str) -> str:
    return re.sub(r"^(## |- |\|)|\|", " ", _LINK.sub(r"\1", text), flags=re.MULTILINE)


def plain_text(site: Site, page: WebPage) -> str:
    """What a search engine remembers of a page: its words, its list entries, its footer; no menus."""
    entries = " ".join(f"{entry.heading} {entry.name} {entry.text} {entry.address}" for entry in page.entries)
    return " ".join(
        f"{page.h1} {_without_marks(page.text)} {entries} {_without_marks(site.footer)} {site.name}".split()
    )


def _postal_address(thing: Thing) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": thing.street,
        "postalCode": thing.postal_code,
        "addressLocality": thing.city,
        "addressCountry": thing.country,
    }


def _json_ld(thing: Thing, url: str, broken: bool) -> Markup:
    description = {
        "@context": "https://schema.org",
        "@type": ["Organization", "LocalBusiness"] if thing.latitude else "Organization",
        "name": thing.name,
        "url": thing.site or url,
        "address": _postal_address(thing),
        "telephone": thing.phone,
        "email": thing.email,
        "geo": {"@type": "GeoCoordinates", "latitude": thing.latitude, "longitude": thing.longitude},
    }
    text = json.dumps({key: value for key, value in description.items() if value}, ensure_ascii=False)
    if broken:
        # a trailing comma and a raw line break inside a string: what hand-edited JSON-LD looks like
        text = text.replace(", ", ",\n ").removesuffix("}").replace(thing.name, thing.name + "\n", 1) + ",}"
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _microdata(thing: Thing) -> Markup:
    parts = (
        ("streetAddress", thing.street),
        ("postalCode", thing.postal_code),
        ("addressLocality", thing.city),
    )
    address = " ".join(f'<span itemprop="{name}">{escape(value)}</span>' for name, value in parts if value)
    phone = f' <span itemprop="telephone">{escape(thing.phone)}</span>' if thing.phone else ""
    return Markup(
        f'<div itemscope itemtype="https://schema.org/Organization"><span itemprop="name">{escape(thing.name)}</span> '
        f'<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">{address}</div>{phone}</div>'
    )


def _socials(site: Site) -> Markup:
    links = "".join(f'<a class="social" href="{escape(url)}">{escape(url.split("/")[2])}</a> ' for url in site.socials)
    return Markup(f'<div class="reseaux">{links}</div>' if links else "")


def render(world: World, site: Site, page: WebPage, charset: str = "utf-8") -> str:
    """The whole HTML of one page."""
    about = world.by_id.get(page.about or site.about)
    form = page.structured or site.structured
    head, foot = Markup(""), to_html(site.footer)
    if about and form in {"json-ld", "json-ld-broken"}:
        head = _json_ld(about, site.url_of(page), broken=form == "json-ld-broken")
    elif about and form == "microdata":
        foot = _microdata(about) + foot
    menu = [_MenuItem(other.path, other.label, other.title) for other in site.pages if other.label]
    related = [_MenuItem(other.path, "", other.h1 or other.title) for other in site.pages if other is not page]
    summary = " ".join(_without_marks(page.text).split())[:_SUMMARY_LENGTH]
    return _template(site.template).render(
        lang=site.language,
        site=site,
        page=page,
        url=site.url_of(page),
        menu=menu,
        related=related[:6],
        structured=head,
        body=to_html(page.text),
        footer=foot,
        socials=_socials(site),
        summary=summary,
        charset=charset,
    )
