"""Which OpenStreetMap tags and names are asked for, and the kind that they decide by themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TagRule:
    """Elements that carry all these tags. `kind` is empty where the tags alone leave the kind open."""

    tags: tuple[tuple[str, str], ...]
    """(key, value); a value with | is a choice."""
    kind: str = ""

    def matches(self, tags: Mapping[str, str]) -> bool:
        """Values that mappers list with semicolons count one by one."""
        return all(set(tags.get(key, "").split(";")) & set(value.split("|")) for key, value in self.tags)

    def selector(self) -> str:
        """The test in Overpass QL."""
        return "".join(
            f'["{key}"~"^({value})$"]' if "|" in value else f'["{key}"="{value}"]' for key, value in self.tags
        )


@dataclass(frozen=True, slots=True)
class NameRule:
    """Elements whose name says what they are, in the words of the countries' languages."""

    pattern: str
    """For Overpass (POSIX extended) and Python alike: no \\b, no lazy quantifier, a dot for an apostrophe or accent."""
    kind: str
    countries: tuple[str, ...] = ()
    """Empty for everywhere."""
    any_case: bool = True

    def matches(self, tags: Mapping[str, str]) -> bool:
        return re.search(self.pattern, tags.get("name", ""), re.IGNORECASE if self.any_case else 0) is not None


_FRENCH = ("FR", "BE")
_DUTCH = ("NL", "BE")

TAG_RULES = (
    TagRule((("amenity", "coworking_space"),), "coworking"),
    TagRule((("office", "coworking"),), "coworking"),
    TagRule((("leisure", "hackerspace"),), "makerspace"),
    TagRule((("amenity", "public_bookcase"),), "boite-a-livres"),
    TagRule((("amenity", "give_box"),), "donnerie"),
    TagRule((("amenity", "food_sharing"),), "frigo-solidaire"),
    TagRule((("repair", "assisted_self_service"),), "repair-cafe"),
    TagRule((("service:bicycle:diy", "yes"),), "atelier-velo"),
    TagRule((("amenity", "toy_library"),), "ludotheque"),
    TagRule((("leisure", "garden"), ("garden:type", "community")), "jardin-partage"),
    TagRule((("landuse", "allotments"),), "jardin-partage"),
    TagRule((("amenity", "car_sharing"),), "autopartage"),
    # from here on the tag only says that it may be worth a look: in France a community_centre is mostly a village hall
    TagRule((("amenity", "community_centre|social_centre"),)),
    TagRule((("social_facility", "food_bank|soup_kitchen|workshop|outreach"),)),
    TagRule((("shop", "second_hand|charity"),)),
    TagRule((("shop", "farm"), ("organic", "yes|only"))),
    TagRule((("amenity", "bicycle_repair_station"),)),
    TagRule((("amenity", "recycling"), ("recycling_type", "centre"))),
    TagRule((("office", "association|ngo|cooperative"),)),
)

NAME_RULES = (
    NameRule("repair.?caf", "repair-cafe"),
    NameRule("fab.?lab", "fablab"),
    NameRule("(maker|hacker).?space", "makerspace"),
    NameRule("tiers.?lieu", "tiers-lieu", _FRENCH),
    NameRule("ressourcerie|recyclerie", "ressourcerie", _FRENCH),
    NameRule("jardins? (partag|familia)", "jardin-partage", _FRENCH),
    NameRule("picerie (sociale|solidaire)", "epicerie-solidaire", _FRENCH),
    NameRule("(picerie|supermarch.{1,2}) coop", "epicerie-cooperative", _FRENCH),
    NameRule("caf.{1,2} associatif", "cafe-associatif", _FRENCH),
    NameRule("frigo (solidaire|partag)", "frigo-solidaire", _FRENCH),
    NameRule("habitat participatif", "habitat-participatif", _FRENCH),
    NameRule("compost(eur|age)? (partag|collectif)", "compost-partage", _FRENCH),
    NameRule("accorderie", "accorderie", _FRENCH),
    NameRule("syst.{1,2}me d..{1,2}change local", "sel", _FRENCH),
    # capitals: "sel" is salt, and half of Moselle
    NameRule("(^|[Ll]e )SEL( (de|du|des|en|la) | d.|$)", "sel", _FRENCH, any_case=False),
    NameRule("(^|[^A-Za-z])AMAP([^A-Za-z]|$)", "amap", ("FR",), any_case=False),
    NameRule("(^|[^A-Za-z])MJC([^A-Za-z]|$)", "mjc", ("FR",), any_case=False),
    NameRule("kringloop", "ressourcerie", _DUTCH),
    NameRule("buurttuin|samentuin|volkstuin", "jardin-partage", _DUTCH),
    NameRule("hortas? (comunit|urban|social)", "jardin-partage", ("PT",)),
    NameRule("fritidsbank", "bricotheque", ("SE",)),
    NameRule("cykelk.{1,2}k", "atelier-velo", ("SE",)),
)


def selectors_for(country: str) -> tuple[str, ...]:
    """The tests in Overpass QL for a country; the names in two, each read over the named elements only once."""
    names = [rule for rule in NAME_RULES if not rule.countries or country in rule.countries]
    selectors = [rule.selector() for rule in TAG_RULES]
    for flag, any_case in ((",i", True), ("", False)):
        if patterns := [rule.pattern for rule in names if rule.any_case is any_case]:
            # stops, streets and hamlets are named after the places beside them
            unwanted = '[!"highway"][!"public_transport"][!"place"]'
            selectors.append(f'["name"~"{"|".join(patterns)}"{flag}]{unwanted}')
    return tuple(selectors)


def kind_of(tags: Mapping[str, str]) -> str:
    """The kind that a name or a tag decides, a name first: a "Repair Café" in a community centre is no centre."""
    rules: tuple[TagRule | NameRule, ...] = NAME_RULES + TAG_RULES
    return next((rule.kind for rule in rules if rule.kind and rule.matches(tags)), "")
