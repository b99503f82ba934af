"""Which OpenStreetMap tags are asked for, and the kind that a tag decides by itself."""

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
        return "".join(f'["{key}"{_value_test(value)}]' for key, value in self.tags)


@dataclass(frozen=True, slots=True)
class NameRule:
    """Elements whose name says what they are, in the words of the country's languages."""

    pattern: str
    """Both for Overpass (POSIX extended) and for Python: no \\b, no lazy quantifier."""
    kind: str = ""
    any_case: bool = True
    countries: tuple[str, ...] = ()
    """Empty for everywhere."""

    def matches(self, tags: Mapping[str, str]) -> bool:
        return re.search(self.pattern, tags.get("name", ""), re.IGNORECASE if self.any_case else 0) is not None

    def selector(self) -> str:
        # stops and streets are named after the places beside them
        flag = ",i" if self.any_case else ""
        return f'["name"~"{self.pattern}"{flag}][!"highway"][!"public_transport"][!"place"]'


def _value_test(value: str) -> str:
    return f'~"^({value})$"' if "|" in value else f'="{value}"'


TAG_RULES = (
    TagRule((("amenity", "coworking_space"),), "coworking"),
    TagRule((("office", "coworking"),), "coworking"),
    TagRule((("leisure", "hackerspace"),), "hackerspace"),
    TagRule((("amenity", "public_bookcase"),), "boite-a-livres"),
    TagRule((("amenity", "give_box"),), "zone-de-gratuite"),
    TagRule((("amenity", "food_sharing"),), "frigo-solidaire"),
    TagRule((("repair", "assisted_self_service"),), "repair-cafe"),
    TagRule((("service:bicycle:diy", "yes"),), "atelier-velo"),
    TagRule((("amenity", "toy_library"),), "ludotheque"),
    TagRule((("leisure", "garden"), ("garden:type", "community")), "jardin-partage"),
    TagRule((("landuse", "allotments"),), "jardins-familiaux"),
    TagRule((("social_facility", "food_bank"),), "banque-alimentaire"),
    TagRule((("social_facility", "soup_kitchen"),), "aide-alimentaire"),
    TagRule((("amenity", "car_sharing"),), "autopartage"),
    TagRule((("amenity", "community_centre|social_centre"),)),
    TagRule((("social_facility", "workshop|outreach"),)),
    TagRule((("shop", "second_hand|charity"),)),
    TagRule((("shop", "farm"), ("organic", "yes|only"))),
    TagRule((("amenity", "bicycle_repair_station"),)),
    TagRule((("amenity", "recycling"), ("recycling_type", "centre"))),
    TagRule((("office", "association|ngo|cooperative"),)),
)

NAME_RULES = (
    NameRule("repair.?caf", "repair-cafe"),
    NameRule("fab.?lab", "fablab"),
    NameRule("tiers.?lieu", "tiers-lieu", countries=("FR", "BE")),
    NameRule("ressourcerie|recyclerie", "ressourcerie", countries=("FR", "BE")),
    NameRule("jardins? partag", "jardin-partage", countries=("FR", "BE")),
    # three capitals standing alone: "sel" is salt and half of Moselle, "amap" half of nothing but still a word apart
    NameRule("(^|[^A-Za-z])AMAP([^A-Za-z]|$)", "amap", any_case=False, countries=("FR",)),
    NameRule("(^|[^A-Za-z])SEL([^A-Za-z]|$)", "sel", any_case=False, countries=("FR", "BE")),
    NameRule("kringloop", "ressourcerie", countries=("NL", "BE")),
    NameRule("buurttuin|samentuin|volkstuin", "jardin-partage", countries=("NL", "BE")),
    NameRule("hortas? (comunit|urban|social)", "jardin-partage", countries=("PT",)),
    NameRule("fritidsbank", "bibliotheque-d-objets", countries=("SE",)),
    NameRule("cykelk(ö|o)k", "atelier-velo", countries=("SE",)),
)


def rules_for(country: str) -> tuple[TagRule | NameRule, ...]:
    """What is asked for in a country."""
    return TAG_RULES + tuple(rule for rule in NAME_RULES if not rule.countries or country in rule.countries)


def kind_of(tags: Mapping[str, str]) -> str:
    """The kind that a name or a tag decides, a name first: a "Repair Café" in a community centre is no centre."""
    rules: tuple[TagRule | NameRule, ...] = NAME_RULES + TAG_RULES
    return next((rule.kind for rule in rules if rule.kind and rule.matches(tags)), "")
