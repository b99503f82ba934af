"""What a page states of itself for machines: the organisation, its address, its contacts, its dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sharitories_crawl.extract.items import Item
from sharitories_crawl.models import Address

_T = TypeVar("_T")
_MOST_VALUES = 200
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_POSTAL_CODE = re.compile(r"\b(\d{5}|\d{4}-\d{3}|\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{4})\b")

# Subtypes that initiatives give themselves; every other subtype is recognised by its ending.
_PLACES = frozenset(
    {
        "LocalBusiness",
        "Place",
        "NGO",
        "Library",
        "CivicStructure",
        "CommunityCenter",
        "ProfessionalService",
        "Store",
        "Restaurant",
        "CafeOrCoffeeShop",
        "EventVenue",
        "TouristAttraction",
        "SportsClub",
        "SportsActivityLocation",
        "FoodEstablishment",
        "RecyclingCenter",
        "Farm",
        "Park",
        "CoworkingSpace",
        "EmploymentAgency",
        "LodgingBusiness",
        "ChildCare",
        "EducationalOrganization",
        "PerformingGroup",
        "SportsOrganization",
        "WorkersUnion",
        "Project",
        "FundingAgency",
        "Cooperative",
        "OnlineBusiness",
    }
)
_ORGANISATIONS = frozenset({"Organization", "Corporation", "GovernmentOrganization", "NewsMediaOrganization"})
_PERSONS = frozenset({"Person", "Patient"})
_WORKS = frozenset({"Article", "NewsArticle", "BlogPosting", "WebPage", "Report", "CreativeWork", "AboutPage"})
# somebody else than the one the page is about
_ASIDE = frozenset({"publisher", "author", "creator", "sponsor", "funder", "provider", "seller", "brand", "editor"})


@dataclass(frozen=True, slots=True)
class Structured:
    """What JSON-LD and microdata of a page say, persons left out."""

    place_names: tuple[str, ...] = ()
    """Names of local places and groups."""
    organisation_names: tuple[str, ...] = ()
    site_names: tuple[str, ...] = ()
    """Names of the web site, and of who publishes it."""
    publishers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    """As written."""
    emails: tuple[str, ...] = ()
    """As written, unchecked."""
    same_as: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    registrations: str = ""
    """Values of taxID, vatID, identifier and their like, for whoever looks for registration numbers."""


@dataclass(slots=True)
class _Gathered:
    place_names: list[str] = field(default_factory=list)
    organisation_names: list[str] = field(default_factory=list)
    site_names: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    published: str = ""
    language: str = ""
    registrations: list[str] = field(default_factory=list)


def gather(stated: Iterable[tuple[str, Item]]) -> Structured:
    """All items of a page, each with its origin (json-ld, microdata), read into one value."""
    found = _Gathered()
    for origin, item in stated:
        _read(item, origin, "", False, found, 0)
    return Structured(
        place_names=_distinct(found.place_names),
        organisation_names=_distinct(found.organisation_names),
        site_names=_distinct(found.site_names),
        publishers=_distinct(found.publishers),
        types=_distinct(found.types),
        addresses=_distinct(found.addresses),
        phones=_distinct(found.phones),
        emails=_distinct(found.emails),
        same_as=_distinct(found.same_as),
        published=found.published,
        language=found.language,
        registrations=" ".join(found.registrations[:20]),
    )


def _distinct(values: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))[:_MOST_VALUES]


def _read(item: Item, origin: str, role: str, aside: bool, found: _Gathered, depth: int) -> None:
    types = set(item.types)
    found.types.extend(item.types)
    if types & _PERSONS or depth > 30:
        return
    aside = aside or role in _ASIDE
    if role != "location":
        # the venue of an event is not whom the page is about
        _read_name(item, types, aside, found)
    if types & _WORKS and not found.published:
        found.published = iso_date(item.text("datePublished") or item.text("dateCreated"))
        found.language = found.language or item.text("inLanguage")
    if "PostalAddress" in types or (role == "address" and item.text("addressLocality")):
        found.addresses.append(_address(item, None, origin))
        return
    if not aside:
        found.phones.extend(item.texts("telephone"))
        found.emails.extend(text.removeprefix("mailto:") for text in item.texts("email"))
        found.same_as.extend(item.texts("sameAs"))
        for name in ("taxID", "vatID", "identifier", "iso6523Code", "legalName"):
            found.registrations.extend(f"{name} SIREN {text}" for text in item.texts(name))
    geo = next((value for value in item.values("geo") if isinstance(value, Item)), None)
    for value in item.values("address"):
        if isinstance(value, Item):
            found.types.extend(value.types)
            found.addresses.append(_address(value, geo, origin))
        else:
            code = _POSTAL_CODE.search(value)
            if code:
                city = value[code.end() :].split(",")[0].strip(" -")
                found.addresses.append(
                    Address(value[: code.start()].strip(" ,-"), code.group(1), city, "", *_point(geo), origin)
                )
    if geo is not None and not item.values("address") and _point(geo) != (None, None):
        found.addresses.append(Address("", "", "", "", *_point(geo), origin))
    for name, inner in item.items():
        if name != "address":
            _read(inner, origin, name, aside, found, depth + 1)


def _read_name(item: Item, types: set[str], aside: bool, found: _Gathered) -> None:
    name = " ".join(item.text("name").split())[:200]
    if not name:
        return
    if "WebSite" in types or (aside and types & _ORGANISATIONS):
        found.site_names.append(name)
        if aside:
            found.publishers.append(name)
    elif aside:
        return
    elif types & _PLACES or any(
        kind.endswith(("Store", "Shop", "Business", "Organization")) for kind in types - _ORGANISATIONS
    ):
        found.place_names.append(name)
    elif types & _ORGANISATIONS:
        found.organisation_names.append(name)


def _address(item: Item, geo: Item | None, origin: str) -> Address:
    country = next(iter(item.texts("addressCountry")), "")
    return Address(
        street=" ".join(", ".join(item.texts("streetAddress")).split())[:200],
        postal_code=item.text("postalCode").strip()[:20],
        city=" ".join(item.text("addressLocality").split())[:100],
        country=country_code(country),
        latitude=_point(geo)[0],
        longitude=_point(geo)[1],
        origin=origin,
    )


def _point(geo: Item | None) -> tuple[float | None, float | None]:
    if geo is None:
        return None, None
    try:
        latitude, longitude = (float(geo.text(name).replace(",", ".")) for name in ("latitude", "longitude"))
    except ValueError:
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
        return None, None
    return latitude, longitude


_COUNTRIES = {
    "france": "FR",
    "nederland": "NL",
    "netherlands": "NL",
    "pays-bas": "NL",
    "belgie": "BE",
    "belgië": "BE",
    "belgique": "BE",
    "belgium": "BE",
    "portugal": "PT",
    "sverige": "SE",
    "sweden": "SE",
    "suède": "SE",
}


def country_code(name: str) -> str:
    """ISO 3166-1 alpha-2 of a stated country, empty where it is neither a code nor one of our five."""
    plain = name.strip()
    if len(plain) == 2 and plain.isascii() and plain.isalpha():
        return plain.upper()
    return _COUNTRIES.get(
        plain.lower(), {"FRA": "FR", "NLD": "NL", "BEL": "BE", "PRT": "PT", "SWE": "SE"}.get(plain, "")
    )


def iso_date(text: str) -> str:
    """The day of an ISO 8601 moment, or an empty string."""
    found = _DATE.match(text.strip())
    return found.group(0) if found else ""
