"""Where evidence says that a thing is: the misleading cases met in real results, and what decides each."""

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.geo.candidates import candidates_of
from sharitories_crawl.geo.gazetteer import Gazetteer, load_gazetteer
from sharitories_crawl.geo.homonyms import Homonyms
from sharitories_crawl.geo.locality import locate, needs_department
from sharitories_crawl.geo.places import Evidence, read_places
from sharitories_crawl.geo.towns import Towns, load_towns
from sharitories_crawl.geo.weighing import Weighing
from sharitories_crawl.models import Address, Locality, PageKind, Verdict

OWN, PRESS, PUBLIC = PageKind.OWN_SITE, PageKind.PRESS, PageKind.PUBLIC_BODY


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(bundled_dir("data") / "communes.csv.gz")


@pytest.fixture(scope="module")
def towns() -> Towns:
    return Towns(load_towns(bundled_dir("data") / "towns.csv"))


def place(evidence: Evidence, town: str, towns: Towns, gazetteer: Gazetteer) -> Locality:
    return locate(read_places(evidence, gazetteer), towns.find(town), gazetteer)


def at(postal_code: str, city: str, street: str = "1 rue Haute", origin: str = "text") -> tuple[Address, ...]:
    return (Address(street, postal_code, city, "", None, None, origin),)


def point(latitude: float, longitude: float) -> tuple[Address, ...]:
    return (Address("", "", "", "", latitude, longitude, "json-ld"),)


CASES = [
    ("address in town", "Lorient", Evidence("La Colloc'", "Coworking.", addresses=at("56100", "LORIENT")), "in_town"),
    ("cedex", "Lorient", Evidence("X", "", addresses=at("56325", "Lorient Cedex")), "in_town"),
    ("city with the next words", "Laval", Evidence("X", "", addresses=at("53000", "Laval. Nos")), "in_town"),
    ("no hyphens", "Mont-de-Marsan", Evidence("X", "", addresses=at("40000", "Mont de Marsan")), "in_town"),
    ("Saint written St", "Saint-Brieuc", Evidence("X", "", addresses=at("22000", "St Brieuc")), "in_town"),
    ("neighbour's address", "Lorient", Evidence("X", "", addresses=at("56600", "Lanester")), "intercommunality"),
    ("far address", "Lorient", Evidence("X", "", addresses=at("35000", "Rennes")), "elsewhere"),
    (
        "own site elsewhere that writes about the town: the place is the thing's",
        "Lorient",
        Evidence("Coworking à Lorient : on a testé", "Lorient.", addresses=at("56600", "Lanester"), page_kind=OWN),
        "in_town",
    ),
    ("title", "Épinal", Evidence("Jardin partagé d'Epinal", "Des bacs."), "in_town"),
    ("look-alike", "Épinal", Evidence("Jardin partagé d'Épinay-sur-Seine", "Des bacs."), "elsewhere"),
    ("street named after the town", "Lorient", Evidence("Coworking", "Au 12 rue de Lorient, à Rennes."), "elsewhere"),
    ("birthplace", "Lorient", Evidence("Portrait", "Née à Lorient, elle ouvre à Vannes, Vannes."), "elsewhere"),
    ("near the town", "Lorient", Evidence("Ferme", "Une ferme près de Lorient."), "unclear"),
    ("the agglomeration's name", "Lorient", Evidence("Ferme", "Subventionné par Lorient Agglomération."), "unclear"),
    ("plain word", "Sens", Evidence("Le bon sens paysan", "Un sens unique, dans le sens de la marche."), "unclear"),
    ("brand", "Orange", Evidence("Vigilance orange", "Un forfait orange."), "unclear"),
    ("word with proof", "Sens", Evidence("Coworking à Sens", "Dans l'Yonne."), "in_town"),
    ("chemistry", "Valence", Evidence("Les électrons de valence", "Le partage des électrons de valence."), "unclear"),
    ("Québec", "Laval", Evidence("Coworking à Laval", "Le cotravail au Québec."), "elsewhere"),
    ("right Laval", "Laval", Evidence("Coworking à Laval", "En Mayenne."), "in_town"),
    ("the river's department", "Vienne", Evidence("Associations de la Vienne", "Partout dans la Vienne."), "unclear"),
    ("demonym", "Gap", Evidence("AMAP à Gap", "Les amapiens gapençais."), "in_town"),
    ("postal code tells namesakes apart", "Valence", Evidence("AMAP de Valence", "26000 Valence"), "in_town"),
    ("URL only", "Narbonne", Evidence("Notre équipe", "Bonjour.", url="http://fablab-narbonne.fr/equipe"), "in_town"),
    (
        "press: the first place of the headline",
        "Épinal",
        Evidence("Golbey, près d'Épinal : le jardin s'agrandit", "Épinal.", page_kind=PRESS),
        "intercommunality",
    ),
    (
        "publisher's own address is not the thing's",
        "Lorient",
        Evidence(
            "Une AMAP à Lanester",
            "Une AMAP ouvre à Lanester.",
            footer="2 boulevard du Général Leclerc 56100 Lorient",
            addresses=at("56100", "Lorient", "2 boulevard du Général Leclerc"),
            page_kind=PUBLIC,
        ),
        "intercommunality",
    ),
    (
        "one of very many places",
        "Lorient",
        Evidence("Notre réseau", "Rennes, Vannes, Brest, Quimper, Nantes, Angers, Laval, Le Mans, Tours, Blois, "
                 "Orléans, Bourges, Nevers, Lorient, Dijon."),
        "unclear",
    ),
    ("Dutch address", "Hilversum", Evidence("X", "", addresses=at("1223 LJ", "Hilversum")), "in_town"),
    ("Belgian town", "Genk", Evidence("Samentuin in Genk", "Tuin."), "in_town"),
    ("coordinates alone", "Épinal", Evidence("X", "", addresses=point(48.172, 6.45)), "in_town"),
    ("far coordinates", "Épinal", Evidence("X", "", addresses=point(45.2, 5.7)), "elsewhere"),
    ("street and postal code", "Vienne", Evidence("Contact", "18 bis rue Victor-Faugier, 38200"), "in_town"),
    ("a word in small letters", "Mâcon", Evidence("Un maçon, vingt bénévoles", "Le maçon bâtit."), "unclear"),
    ("an idiom", "Épinal", Evidence("Le café, une image d'Épinal ?", "L'image d'Épinal a vieilli."), "unclear"),
    ("jokes", "Vannes", Evidence("Vannes et limonade", "Les vannes fusent. À Montreuil, un café."), "elsewhere"),
    ("short for a longer name", "Rochefort", Evidence("AMAP de Rochefort", "Rochefort.",
     chrome="Mairie de Rochefort-du-Gard"), "elsewhere"),
    ("Vienna", "Vienne", Evidence("Vienne : nos cafés", "De Neubau au Naschmarkt, à Vienne."), "elsewhere"),
    ("Swiss host", "Lens", Evidence("À Lens, un jardin", "Un jardin.", url="https://presse.ch/lens"), "elsewhere"),
    ("department in brackets", "Rochefort", Evidence("AMAP à Rochefort (30)", "Des paniers."), "elsewhere"),
    ("commute", "Lens", Evidence("Un atelier à Arras", "Trois ans de trajets Lens-Arras depuis Lens."), "elsewhere"),
    ("a stretch", "Saint-Nazaire", Evidence("Du sel", "Du sel de La Baule à Saint-Nazaire."), "unclear"),
    ("undecided between places", "Kristianstad",
     Evidence("Vårt hus", "Kristianstad, Malmö eller Sölvesborg, vi vet inte."), "unclear"),
    ("not there yet", "Lorient", Evidence("Nos bureaux",
     "Pas encore de bureau à Lorient. Nos bureaux à Rennes vous attendent."), "elsewhere"),
    ("demonym", "Lorient", Evidence("Les bricoleurs lorientais", "Un atelier."), "in_town"),
    ("as elsewhere", "Lorient", Evidence("Une AMAP à Quimper", "Une AMAP comme à Lorient."), "elsewhere"),
    ("university", "Aveiro", Evidence("Tese na Universidade de Aveiro", "Bibliotecas."), "unclear"),
    ("parish of a neighbour", "Aveiro", Evidence("X", "", addresses=at("3830-150", "Gafanha da Nazaré")),
     "intercommunality"),
    ("village of the town", "Kristianstad", Evidence("X", "", addresses=at("296 31", "Åhus")), "in_town"),
    ("same postal code abroad", "Hilversum", Evidence("X", "", addresses=at("1217", "Meyrin")), "elsewhere"),
    ("look-alike abroad", "Genk", Evidence("Repair Café in Gent", "In Gent."), "elsewhere"),
    ("host's address", "Lorient", Evidence("Mentions légales", "9 quai de Rohan, 56100 Lorient. Hébergement : Nuage, "
     "59100 Roubaix.", addresses=(*at("56100", "Lorient", "9 quai de Rohan"), *at("59100", "Roubaix", ""))), "in_town"),
    ("nothing said", "Lorient", Evidence("Accueil", "Bonjour."), "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("town", "evidence", "verdict"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_place_is_told(town: str, evidence: Evidence, verdict: str, towns: Towns, gazetteer: Gazetteer) -> None:
    found = place(evidence, town, towns, gazetteer)
    assert found.verdict is Verdict(verdict), found
    assert found.reason
    assert found.clues
    assert 0 < found.probability <= 1


def test_one_reading_serves_several_towns(towns: Towns, gazetteer: Gazetteer) -> None:
    reading = read_places(Evidence("Fablab", "", addresses=at("88000", "Épinal")), gazetteer)
    assert locate(reading, towns.find("Épinal"), gazetteer).verdict is Verdict.IN_TOWN
    assert locate(reading, towns.find("Lorient"), gazetteer).verdict is Verdict.ELSEWHERE


def test_a_foreign_code_is_not_mistaken_for_a_french_one(towns: Towns, gazetteer: Gazetteer) -> None:
    namesake = gazetteer.by_code(towns.find("Genk").code)
    assert namesake is not None
    evidence = Evidence("X", "", addresses=at(namesake.postal_codes[0], namesake.name))
    assert place(evidence, "Genk", towns, gazetteer).verdict is Verdict.ELSEWHERE


@pytest.mark.parametrize(("town", "needed"), [("Gap", True), ("Sens", True), ("Valence", False), ("Lorient", False)])
def test_a_bare_name_that_proves_nothing_is_searched_with_its_department(
    town: str, needed: bool, towns: Towns, gazetteer: Gazetteer
) -> None:
    assert needs_department(towns.find(town), gazetteer) is needed


@pytest.mark.parametrize(
    ("name", "verdict"), [("Hässleholms Makerspace", Verdict.ELSEWHERE), ("Kristianstads Makerspace", Verdict.IN_TOWN)]
)
def test_a_swedish_genitive_names_its_place(name: str, verdict: Verdict, towns: Towns, gazetteer: Gazetteer) -> None:
    evidence = Evidence(name, f"{name} öppnar för unga.", language="sv")
    assert place(evidence, "Kristianstad", towns, gazetteer).verdict is verdict


@pytest.mark.parametrize(
    ("footer", "addresses", "verdict"),
    [
        ("Lorient, 97133 Saint-Barthélemy", at("97133", "Saint-Barthélemy", ""), Verdict.ELSEWHERE),
        ("Rue de Liège, 56100 Lorient", at("56100", "Lorient", ""), Verdict.IN_TOWN),
        # two offices of one: an address that the town itself has outweighs
        ("12 rue de Liège, 56100 Lorient. Lorient, 97133 Saint-Barthélemy",
         (*at("56100", "Lorient", "12 rue de Liège"), *at("97133", "Saint-Barthélemy", "")), Verdict.IN_TOWN),
    ],
)  # fmt: skip
def test_a_quarter_of_the_towns_name_in_another_s_address(
    footer: str, addresses: tuple[Address, ...], verdict: Verdict, towns: Towns, gazetteer: Gazetteer
) -> None:
    text = "Derrière la plage de Lorient, un jardin partagé."
    evidence = Evidence("Les Potagers de Lorient", text, footer=footer, addresses=addresses, page_kind=OWN)
    assert place(evidence, "Lorient", towns, gazetteer).verdict is verdict


@pytest.mark.parametrize(
    ("town", "text", "told"),
    [
        ("Laval", "Un coworking à Laval, H7N 0A1.", True),
        ("Laval", "Un coworking à Laval, salle 7.", False),
        ("Dole", "Un coworking, 4020 Dole.", True),
        ("Dole", "Un coworking, depuis 2020 Dole en a.", False),
    ],
)
def test_a_postal_code_of_another_country_tells_of_a_namesake_there(
    town: str, text: str, told: bool, towns: Towns, gazetteer: Gazetteer
) -> None:
    weighing = Weighing(
        read_places(Evidence("Coworking", text), gazetteer), candidates_of(towns.find(town), gazetteer), gazetteer
    )
    assert any("postal code" in said for said in Homonyms(weighing, gazetteer).abroad()) is told


@pytest.mark.parametrize(
    ("town", "text", "proof"),
    [
        ("Ajaccio", "Un atelier à Ajaccio (2A).", "names department 2A"),
        ("Ajaccio", "Un atelier à Ajaccio, 20000.", "postal code 20000"),
        ("Saint-Brieuc", "Un atelier à Saint-Brieuc, dans les Côtes-d'Armor.", "names the department Côtes-d'Armor"),
    ],
)
def test_what_proves_the_town_is_found(towns: Towns, gazetteer: Gazetteer, town: str, text: str, proof: str) -> None:
    reading = read_places(Evidence("Atelier", text), gazetteer)
    weighing = Weighing(reading, candidates_of(towns.find(town), gazetteer), gazetteer)
    assert proof in Homonyms(weighing, gazetteer).proofs()
