"""Clues of place beside names in title and text: the web address, the publisher, demonyms, areas, landmarks."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from sharitories_crawl.geo import turns
from sharitories_crawl.geo.afar import AREA, PEOPLE, FarUse
from sharitories_crawl.geo.clue_words import LANDMARK, PART
from sharitories_crawl.geo.gazetteer import Gazetteer
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.tally import AWAY, TOWN, Place
from sharitories_crawl.geo.usage import ASIDE, BARE, LOCATED, STREET, Use
from sharitories_crawl.geo.weighing import Weighing
from sharitories_crawl.models import PageKind

IN_URL, FILED_UNDER, IN_FOOTER, OF_PUBLISHER = 1.0, 0.8, 0.8, 0.8
OF_PRESS = 0.4
"""The share of a web address's clue where it is a newspaper's, which is called after the largest town around."""
DEMONYM_IN_TITLE, DEMONYM, LANDMARK_WEIGHT = 2.5, 1.0, 0.7
FAR_IN_TITLE = 2.2
FAR_IN_TEXT = {AREA: 0.5, PEOPLE: 0.8}
FAR_ABROAD = 0.6
MOST_FAR = 1.6
MANY_AREAS = 3
"""So many areas in a text say of none that it is the place."""
AREA_OTHER = "area-other"
OF_BENEFIT = 3.5
"""Where the thing stands that money is raised for."""
LITTLE = 0.75
"""Where nothing weighs so much, the place that a local publisher is called after counts."""

_PASSING_IN_URL = re.compile(r" (?:nee? a|pres de|rue de|depuis|grand|de [a-z]+ a) ?$")
_BODY_IN_URL = re.compile(r" ?(?:agglo|agglomeration|metropole|communaute|habitat|tourisme)")
_NOT_THEIRS = re.compile(
    r"(?:pays|sud|nord|est|ouest|bassin|grand|de toujours|equipe|derby|festival|stade|club|olympique|racing|credit|"
    r"ex|ancien|ancienne|anciens|oud|"
    r"voormalig|tidigare|universite|monnaie|salade|sauce) $"
)
"""What stands before a demonym that says nothing of where a thing is: regions, and who lived there once."""
_OF_REGION = re.compile(r" (?:matin|normandie|match)\b")
"""Papers called after a city that are a whole region's: `Nice-Matin`, `Paris-Normandie`."""
_SECTION_OF_SITE = re.compile(r"([a-z]+(?:-[a-z]+)*?)(?:-\d{5})?")


def weigh_around(weighing: Weighing, gazetteer: Gazetteer) -> None:
    """Add these clues to the tally."""
    _weigh_url(weighing, gazetteer)
    _weigh_footer(weighing)
    _weigh_demonyms(weighing)
    _weigh_landmarks(weighing)
    _weigh_far(weighing, gazetteer)
    _weigh_publisher(weighing, gazetteer)


def _weigh_url(weighing: Weighing, gazetteer: Gazetteer) -> None:
    reading, tally, here = weighing.reading, weighing.tally, weighing.candidates.here
    if not reading.url:
        return
    share = OF_PRESS if reading.page_kind is PageKind.PRESS else 1.0
    for place in {here, *tally.sums}:
        name = fold(place.name)
        body = weighing.town.intercommunality if place is here else ""
        weight = _in_url(name, reading.url, body) if len(name) > 4 else 0.0
        if weight and not (_says_word(weighing, name) or _is_only_aside(reading.title_uses, name)):
            reason = "url-names-town" if place is here else "url-names-other"
            tally.add(place, weight * share, reason, f"the page's address names {place.name}")
    if not reading.of_others:
        return
    for segment in urlsplit(reading.address).path.lower().split("/")[1:-1]:
        written = _SECTION_OF_SITE.fullmatch(segment)
        name = fold(written.group(1)) if written else ""
        if len(name) > 3 and (gazetteer.named(name) or name in weighing.candidates.names) and gazetteer.is_known(name):
            filed = weighing.candidates.named(name, True)
            if filed is not None:
                reason = "url-names-town" if filed is here else "url-names-other"
                tally.add(filed, FILED_UNDER, reason, f"the site files it under {filed.name}")


def _says_word(weighing: Weighing, name: str) -> bool:
    """Whether the page has the name as a plain word alone: `matière grasse`."""
    reading = weighing.reading
    words = f" {reading.title} {reading.text} "
    return f" {name} " in words and max(name.split(), key=len) not in reading.capitals


def _is_only_aside(uses: tuple[Use, ...], name: str) -> bool:
    """Whether a headline names it in passing, as a street or a way: the web address repeats the headline."""
    hows = {use.how for use in uses if use.name == name}
    return bool(hows) and hows <= {ASIDE, STREET}


def _in_url(name: str, url: str, body: str) -> float:
    joined = name.replace(" ", "")
    if name not in url and joined not in url:
        return 0.0
    at = f" {url} ".find(f" {name} ")
    if at >= 0:
        if _PASSING_IN_URL.search(f" {url[: max(0, at)]}") or _goes_on(f" {url} "[at + 1 + len(name) :], name, body):
            return 0.0
        return IN_URL
    at = url.find(joined)
    if len(joined) <= 5 or at < 0 or _goes_on(url[at + len(joined) :], name, body):
        return 0.0
    return 0.7 * IN_URL


def _goes_on(rest: str, name: str, body: str) -> bool:
    """Whether what follows makes the name an intercommunality's: `valence romans agglo`, `lorient agglo`."""
    if _BODY_IN_URL.match(rest):
        return True
    _, found, after = f" {fold(body)} ".partition(f" {name} ")
    following = after.split()[:1] if found else []
    return bool(following) and len(following[0]) > 3 and rest.lstrip().startswith(following[0])


def _weigh_footer(weighing: Weighing) -> None:
    reading, here = weighing.reading, weighing.candidates.here
    if not reading.of_others:
        if any(use.name in weighing.candidates.names and use.weight > 0.3 for use in reading.footer_uses):
            weighing.tally.add(here, IN_FOOTER, "footer-names-town", f"the footer names {weighing.town.name}")
    elif reading.page_kind is PageKind.PUBLIC_BODY:
        uses = (*reading.chrome_uses, *reading.footer_uses)
        if any(use.name in weighing.candidates.names and use.weight > 0.3 for use in uses):
            said = f"a public body of {weighing.town.name} speaks"
            weighing.tally.add(here, OF_PUBLISHER, "publisher-of-town", said)


def _weigh_demonyms(weighing: Weighing) -> None:
    here, reading = weighing.candidates.here, weighing.reading
    demonyms = weighing.candidates.demonyms.items()
    spoken = [(alias, form) for alias, forms in demonyms for form in forms if weighing.says(form)]
    if not spoken:
        return
    for words, weight, where in (
        (reading.title, DEMONYM_IN_TITLE, "title or heading"),
        (reading.text, DEMONYM, "the text"),
    ):
        for alias, form in spoken:
            if _says_theirs(form, words):
                weighing.tally.add(here, weight, "demonym", f"{where} says “{alias}”")
                return


def _says_theirs(demonym: str, words: str) -> bool:
    at = f" {words} ".find(f" {demonym} ")
    return at >= 0 and not _NOT_THEIRS.search(f" {words}"[: at + 1])


def _weigh_landmarks(weighing: Weighing) -> None:
    reading = weighing.reading
    spoken = dict.fromkeys(weighing.clue_hits((PART, LANDMARK)))
    if spoken:
        named = {use.name for use in (*reading.title_uses, *reading.text_uses)}
        landmarks = [word for word in spoken if word not in named]
    if spoken and landmarks:
        said = f"it speaks of {', '.join(landmarks[:3])}"
        weight = min(2.0, LANDMARK_WEIGHT * len(landmarks))
        weighing.tally.add(weighing.candidates.here, weight, "landmark", said)


def _weigh_far(weighing: Weighing, gazetteer: Gazetteer) -> None:
    """Areas that do not hold the town, people and landmarks of other towns; no area where one that does is named."""
    reading, town = weighing.reading, weighing.town
    if not reading.far:
        return
    demonyms = weighing.candidates.demonyms.values()
    own_area = any(use.far.sort == AREA and use.far.holds(town) for use in reading.far)
    areas = {use.far.of for use in reading.far if use.far.sort == AREA and not use.in_title}
    told: defaultdict[Place, list[tuple[float, FarUse]]] = defaultdict(list)
    for use in reading.far:
        if use.far.holds(town) or (use.far.sort == AREA and own_area):
            continue
        if use.far.sort == AREA and not use.in_title and len(areas) >= MANY_AREAS:
            continue
        if use.far.sort == PEOPLE and (
            _NOT_THEIRS.search(use.before) or any(use.phrase in forms for forms in demonyms)
        ):
            continue
        if turns.is_benefit(use.before):
            tally_of_benefit = f"money is raised for a thing in {use.far.of}"
            weighing.tally.add(_place_of(weighing, use, gazetteer), OF_BENEFIT, "benefit-elsewhere", tally_of_benefit)
            continue
        weight = FAR_ABROAD if use.far.country != town.country else FAR_IN_TEXT.get(use.far.sort, FAR_ABROAD)
        told[_place_of(weighing, use, gazetteer)].append((FAR_IN_TITLE if use.in_title else weight, use))
    for place, weighed in told.items():
        in_title = max((weight for weight, use in weighed if use.in_title), default=0.0)
        in_text = sorted((weight for weight, use in weighed if not use.in_title), reverse=True)
        weight = in_title + min(MOST_FAR, sum(each * 0.75**at for at, each in enumerate(in_text)))
        said = ", ".join(dict.fromkeys(use.phrase for _, use in weighed))
        weighing.tally.add(place, weight, "title-names-other" if in_title else AREA_OTHER, f"it speaks of {said}")


def _place_of(weighing: Weighing, use: FarUse, gazetteer: Gazetteer) -> Place:
    if use.far.sort != AREA and (commune := gazetteer.by_code(next(iter(use.far.where)))):
        return weighing.candidates.of_commune(commune)
    return Place(use.far.of, "", AWAY)


def _weigh_publisher(weighing: Weighing, gazetteer: Gazetteer) -> None:
    """A local paper or a town hall that names no place speaks of its own."""
    reading, tally = weighing.reading, weighing.tally
    if reading.page_kind not in (PageKind.PRESS, PageKind.PUBLIC_BODY):
        return
    if max((found.weight for found in tally.sums.values()), default=0.0) >= LITTLE:
        return
    titled = {use.name for use in reading.title_uses}
    footer = [use for use in reading.footer_uses if use.how == LOCATED or reading.page_kind is PageKind.PUBLIC_BODY]
    for use in (*reading.chrome_uses, *footer):
        if (
            use.how not in (BARE, LOCATED)
            or use.name in titled
            or _OF_REGION.match(reading.chrome, use.start + len(use.name))
        ):
            continue
        place = weighing.candidates.named(use.name, True)
        if place is not None:
            reason = "publisher-of-town" if place.relation == TOWN else "publisher-elsewhere"
            tally.add(place, OF_PUBLISHER, reason, f"who publishes it is of {place.name}")
            return
    spoken = (far for far in reading.far_chrome if far.sort == AREA)
    area = next(spoken, None) or gazetteer.afar.of_host(reading.host)
    if area is not None and not area.holds(weighing.town):
        tally.add(Place(area.of, "", AWAY), OF_PUBLISHER, "publisher-elsewhere", f"its host is of {area.of}")
