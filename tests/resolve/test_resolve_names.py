from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharitories_crawl.models import Town
from sharitories_crawl.resolve.agreement import SAME_NAME, names_agree
from sharitories_crawl.resolve.names import core, without_chrome

MakeTown = Callable[..., Town]

SAME = [
    ("Agen", "MJC d'Agen", "Maison des jeunes et de la culture Agen"),
    ("Laval", "F@b'Riquet", "F@bRiquet"),
    ("Laval", "CoWo", "La CoWo"),
    ("Lorient", "FabLab Lorient – Les Fabriqueurs", "Les Fabriqueurs"),
    ("Lorient", "Les Fabriqueurs (association)", "Association les Fabriqueurs"),
    ("Lorient", "S.E.L. de Lorient", "Système d'échange local lorientais"),
    ("Lorient", "RERS Lorient", "Réseau d'échanges réciproques de savoirs"),
    ("Lorient", "GEM de Lorient", "Groupe d'Entraide Mutuelle"),
    ("Lorient", "CCAS", "Centre communal d'action sociale de la ville de Lorient"),
    ("Lorient", "AMAP de Kervénanec", "Association pour le maintien d'une agriculture paysanne de Kervénanec"),
    ("Lorient", "Jardin partagé du Blosne", "Les jardins partagés du Blosne"),
    ("Lorient", "Saint-Louis Solidarité", "St Louis solidarité"),
    ("Lorient", "La Station", "La Station, coworking à Lorient"),
    ("Lorient", "Repair Café de Lorient", "Repair Café | Ville de Lorient"),
    ("Lorient", "Optim'ism", "OPTIMISM"),
    ("Lorient", "Fab Lab de Lorient", "FabLab Lorient"),
    ("Lorient", "Tiers lieu La Colloc", "Tiers-lieu « La Colloc »"),
    ("Lorient", "Café associatif Le Bistrot'quai", "Bistrotquai"),
]
DIFFERENT = [
    ("Moulins", "AMAP de Moulins", "AMAP du Moulin"),
    ("Vannes", "Repair Café de Vannes", "Repair Café Vannes Ménimur"),
    ("Agen", "L'Atelier", "L'Atelier Partagé d'Agen"),
    ("Lorient", "AMAP de Kervénanec", "AMAP de Keryado"),
    ("Lorient", "Jardin partagé du Moulin", "Repair Café du Moulin"),
    ("Lorient", "Recyclerie Le Comptoir", "Le Comptoir du réemploi"),
    ("Lorient", "Fab lab 1", "Fab lab 2"),
    ("Lorient", "L'Établi", "L'Étable"),
    ("Lorient", "Lab'O", "Le Lab"),
    ("Lorient", "Mairie de Lorient", "CCAS de Lorient"),
    ("Lorient", "Repair Café (Ménimur)", "Repair Café (Tohannic)"),
]
# names alone leave these open: with an address or a key they are joined, without they are asked about
OPEN = [
    ("Lorient", "Ty Récup", "Ti Récup'"),
    ("Lorient", "ALJS", "Association lorientaise des jardiniers solidaires"),
    ("Lorient", "Vélo Utile", "Vél'Utile"),
    ("Lorient", "L'Établi", "L'Établi des Halles"),
]


@pytest.mark.parametrize(("place", "a", "b"), SAME)
def test_names_of_one_thing_agree(town: MakeTown, place: str, a: str, b: str) -> None:
    assert names_agree(a, b, town(place)) >= SAME_NAME


@pytest.mark.parametrize(("place", "a", "b"), DIFFERENT)
def test_names_of_different_things_do_not(town: MakeTown, place: str, a: str, b: str) -> None:
    assert names_agree(a, b, town(place)) < SAME_NAME


@pytest.mark.parametrize(("place", "a", "b"), OPEN)
def test_some_names_are_neither_joined_nor_forgotten(town: MakeTown, place: str, a: str, b: str) -> None:
    assert 0.6 <= names_agree(a, b, town(place)) < SAME_NAME


@pytest.mark.parametrize(
    "name", ["", "Vannes", "Association de Vannes", "Accueil", "Contact - Vannes", "L'espace", "!!"]
)
def test_a_name_without_anything_telling_is_no_evidence(town: MakeTown, name: str) -> None:
    assert core(name, town()) == ""
    assert names_agree(name, name, town()) == 0.0


def test_the_town_hall_itself_keeps_a_core(town: MakeTown) -> None:
    assert {core(name, town()) for name in ("Mairie de Vannes", "Ville de Vannes", "Commune de Vannes")} == {"mairie"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Repair Café | Ville de Vannes", "Repair Café"),
        ("Accueil - La Fabrique", "La Fabrique"),
        ("La Fabrique – Facebook", "La Fabrique"),
        ("Accueil | Ville de Vannes", "Accueil | Ville de Vannes"),
        ("Vélo-école de Vannes", "Vélo-école de Vannes"),
    ],
)
def test_page_chrome_is_taken_off_a_name(town: MakeTown, name: str, shown: str) -> None:
    assert without_chrome(name, town()) == shown


VANNES = Town("56260", "Vannes", "vannes", (), "FR", "fr", "", "", "", (), (), 1, 47.6, -2.7, False)
NAMES = st.one_of(
    st.text(max_size=30), st.sampled_from([name for _, *pair in SAME + DIFFERENT + OPEN for name in pair])
)


@given(NAMES, NAMES)
def test_agreement_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    assert 0.0 <= names_agree(a, b, VANNES) == names_agree(b, a, VANNES) <= 1.0
    assert names_agree(a, a, VANNES) in (0.0, 1.0)


BY_OTHER_WAYS = {
    "an acronym of the table": ("CCAS", "Centre communal d'action sociale"),
    "a former label of the counter": ("MSAP de Lorient", "France services Lorient"),
    "a register's short form": ("CTRE COM ACTION SOCIALE", "CCAS de Lorient"),
    "a play on words with an apostrophe": ("Fablab Lorient Forjlab", "Forj'Lab"),
    "the town's name grown into it": ("LORIENT LIBRE", "LorientLibre (groupe Linux)"),
    "a description after a comma": ("Le Galet, recyclerie associative", "Ressourcerie Le Galet"),
    "a description in small letters": ("Le Lévézou libre – groupe d'usagers", "Lévézou Libre"),
    "the former name in brackets": ("Le Phare picard (ex-Station 80)", "La Station 80"),
    "the association in brackets": ("Repair Café (association Odet Répare)", "ODET REPARE"),
    "a number written out": ("Pays des 7 Rivières", "Association du Pays des Sept Rivières"),
    "an entity of HTML": ("Clic &amp; Ressources", "Clic et Ressources"),
}


@pytest.mark.parametrize(("a", "b"), BY_OTHER_WAYS.values(), ids=BY_OTHER_WAYS)
def test_names_of_one_thing_agree_by_other_ways(town: MakeTown, a: str, b: str) -> None:
    assert names_agree(a, b, town("Lorient")) >= SAME_NAME


APART_DESPITE_ALL = {
    "a body and the counter it keeps": ("Communauté de communes du Scorff", "France services du Scorff"),
    "a town hall and its social centre": ("Mairie de Lorient", "CCAS de Lorient"),
    "a counter on wheels": ("Bus France services du Scorff", "France services du Scorff"),
}


@pytest.mark.parametrize(("a", "b"), APART_DESPITE_ALL.values(), ids=APART_DESPITE_ALL)
def test_names_of_two_things_stay_below_compatible(town: MakeTown, a: str, b: str) -> None:
    assert names_agree(a, b, town("Lorient")) < 0.6


def test_a_fablab_is_not_the_host_it_names(town: MakeTown) -> None:
    assert names_agree("Fabriverain, le fablab d'Albi Sciences", "Albi Sciences", town("Albi")) < 0.6
