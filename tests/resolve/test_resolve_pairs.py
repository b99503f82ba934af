import tomllib
from collections.abc import Callable

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.models import Mention, Town
from sharitories_crawl.resolve.keys import strong_keys
from sharitories_crawl.resolve.kinship import CATCH_ALL, CURRENCY, FAMILIES
from sharitories_crawl.resolve.pairs import LINK, SUGGEST, PairScore, read_subjects, score_pair

MakeMention = Callable[..., Mention]
MakeTown = Callable[..., Town]


def scored(town: MakeTown, *mentions: Mention) -> PairScore:
    """The pair of the first two, read among all."""
    subjects = {subject.mention.id: subject for subject in read_subjects(mentions, town())}
    return score_pair(subjects[mentions[0].id], subjects[mentions[1].id])


def test_keys_come_normalised_and_strongest_first(mention: MakeMention) -> None:
    whole = mention(
        "m",
        site="facebook.com/Fabriqueurs",
        siren="123 456 789 00012",
        rna="w561000123",
        socials=("instagram/fabriqueurs",),
        phone="+33297000000",
        email="Bonjour@fab.example",
    )
    assert strong_keys(whole) == (
        "siren:123456789",
        "rna:W561000123",
        "site:facebook.com/fabriqueurs",
        "social:facebook/fabriqueurs",
        "social:instagram/fabriqueurs",
        "phone:+33297000000",
        "email:bonjour@fab.example",
    )


def test_nothing_and_malformed_numbers_give_no_key(mention: MakeMention) -> None:
    assert strong_keys(mention("m", siren="12345", rna="X1", phone="+33", email="none")) == ()


JOINED = {
    "same site, names agree": ({"site": "fab.example"}, "Les Fabriqueurs", "FabLab Les Fabriqueurs"),
    "same account, one name only a kind": ({"socials": ("facebook/fab",)}, "Les Fabriqueurs", "FabLab de Vannes"),
    "same siren, one name empty": ({"siren": "123456789"}, "Les Fabriqueurs", "Accueil"),
    "same site and kind, other names": ({"site": "fab.example"}, "Les Fabriqueurs", "Robotix"),
    "same names and street": ({"street": "12 rue du Port"}, "Les Fabriqueurs", "Les Fabriqueur"),
    "same names only": ({}, "Les Fabriqueurs", "Association Les Fabriqueurs"),
    "contained name at one address": ({"street": "12 rue du Port"}, "Fabriqueurs", "Fabriqueurs du Blavet"),
}


@pytest.mark.parametrize(("fields", "a", "b"), JOINED.values(), ids=JOINED)
def test_joined(mention: MakeMention, town: MakeTown, fields: dict[str, object], a: str, b: str) -> None:
    pair = scored(town, mention("a", a, kind="fablab", **fields), mention("b", b, kind="fablab", **fields))
    assert pair.score >= LINK, pair.reasons
    assert pair.strong == any(field != "street" for field in fields)


def test_a_shared_telephone_with_other_names_is_asked_about(mention: MakeMention, town: MakeTown) -> None:
    a = mention("a", "Les Fabriqueurs", kind="fablab", phone="+33297000000")
    b = mention("b", "Vélo Utile", kind="atelier-velo", phone="+33297000000")
    assert SUGGEST <= scored(town, a, b).score < LINK


APART: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "different streets": ({"street": "12 rue du Port"}, {"street": "3 place de la Gare"}),
    "different towns": ({"city": "Vannes"}, {"city": "Séné"}),
    "kilometres apart": ({"latitude": 47.66, "longitude": -2.75}, {"latitude": 47.69, "longitude": -2.75}),
    "other siren": ({"siren": "123456789"}, {"siren": "987654321"}),
    "other rna": ({"rna": "W561000123"}, {"rna": "W561000999"}),
    "other kind": ({"kind": "fablab"}, {"kind": "amap"}),
    "a currency and who runs it": ({"kind": "monnaie-locale"}, {"kind": "sel"}),
}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_equal_names_are_not_joined_against_a_contradiction(
    mention: MakeMention, town: MakeTown, one: dict[str, object], other: dict[str, object]
) -> None:
    assert scored(town, mention("a", "Le Galion", **one), mention("b", "Le Galion", **other)).score < LINK


def test_the_same_rna_outweighs_another_siren(mention: MakeMention, town: MakeTown) -> None:
    a = mention("a", "Le Galion", siren="123456789", rna="W561000123")
    b = mention("b", "Le Galion", siren="987654321", rna="W561000123")
    assert scored(town, a, b).strong


def test_a_currency_and_its_association_are_two_even_on_one_site(mention: MakeMention, town: MakeTown) -> None:
    a = mention("a", "Le Galion", kind="monnaie-locale", site="galion.example")
    b = mention("b", "Association Le Galion", kind="monnaie-locale", site="galion.example")
    assert SUGGEST <= scored(town, a, b).score < LINK


@pytest.mark.parametrize(("holders", "strong"), [(2, True), (3, True), (4, False), (30, False)])
def test_a_key_of_more_than_three_names_belongs_to_a_host(
    mention: MakeMention, town: MakeTown, holders: int, strong: bool
) -> None:
    words = ["Fabriqueurs", "Velocipede", "Ruche", "Grainotheque", *(f"Zeb{chr(97 + i) * 4}" for i in range(26))]
    hosted = [mention(f"m{i:02}", word, phone="+33297000000") for i, word in enumerate(words[:holders])]
    pair = scored(town, mention("a", "Fabriqueurs", phone="+33297000000"), hosted[0], *hosted[1:])
    assert pair.strong == strong


def test_spellings_of_one_name_do_not_make_a_host(mention: MakeMention, town: MakeTown) -> None:
    spellings = ["Les Fabriqueurs", "Fabriqueurs", "Fabriqueur", "FabLab Fabriqueurs", "Fabriqeurs", "Asso Fabriqueurs"]
    mentions = [mention(f"m{i}", name, phone="+33297000000") for i, name in enumerate(spellings)]
    assert scored(town, *mentions).strong


LIST = {"url": "https://ville.example/assos", "list_url": "https://ville.example/assos"}


def test_two_entries_of_one_list_are_two_things(mention: MakeMention, town: MakeTown) -> None:
    pair = scored(town, mention("a", "Le Galion", **LIST), mention("b", "Le Galion", **LIST))
    assert pair.barred == "list-siblings"
    assert pair.score < LINK


def test_two_entries_of_one_list_with_one_siren_are_one(mention: MakeMention, town: MakeTown) -> None:
    siren = {"siren": "123456789"}
    assert scored(town, mention("a", "Le Galion", **LIST, **siren), mention("b", "Le Galion", **LIST, **siren)).strong


def test_the_site_of_the_list_itself_says_nothing_about_its_entries(mention: MakeMention, town: MakeTown) -> None:
    site = {"site": "ville.example"}
    pair = scored(town, mention("a", "Le Galion", **LIST, **site), mention("b", "Le Galion", **LIST, **site))
    assert pair.barred == "list-siblings"


def test_a_score_says_why(mention: MakeMention, town: MakeTown) -> None:
    where = {"site": "fab.example", "street": "12, rue du Port"}
    pair = scored(town, mention("b", "FabLab Le Galion", **where), mention("a", "Le Galion", **where))
    assert (pair.a, pair.b) == ("a", "b")
    assert pair.reasons == ("same site fab.example", "names agree 0.95", "same street address")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("12 av. de la Marne", "12 Avenue de la Marne", True),
        ("12 bis rue St-Yves", "12bis rue Saint Yves, 56000 Vannes", True),
        ("ZI du Prat, rue du Port", "rue du Port", False),
        ("12 rue du Port", "14 rue du Port", False),
    ],
)
def test_street_spellings(mention: MakeMention, town: MakeTown, a: str, b: str, same: bool) -> None:
    pair = scored(town, mention("a", "Le Galion", street=a), mention("b", "Le Galion", street=b))
    assert any(reason.startswith("same street") for reason in pair.reasons) == same
    assert "different street addresses" not in pair.reasons


def test_families_speak_of_kinds_that_exist() -> None:
    kinds = tomllib.loads((bundled_dir("queries") / "kinds.toml").read_text(encoding="utf-8"))["kinds"]
    assert {CURRENCY, *CATCH_ALL, *(kind for family in FAMILIES for kind in family)} <= set(kinds)


DOOR = {"street": "12 rue du Port"}
RELATED: dict[str, tuple[tuple[str, dict[str, object]], tuple[str, dict[str, object]], str]] = {
    "a branch": (
        ("MJC Gambetta", {"kind": "mjc", **DOOR}),
        ("MJC Gambetta – antenne de Manchester", {"kind": "mjc", "street": "3 place de la Gare"}),
        "branch",
    ),
    "a district's group": (
        ("Repair Café de Vannes", {"kind": "repair-cafe", **DOOR}),
        ("Repair Café Vannes Ménimur", {"kind": "repair-cafe", "street": "3 place de la Gare"}),
        "district-group",
    ),
    "a house and what it hosts": (
        ("Tiers-lieu La Scierie Basse", {"kind": "tiers-lieu", **DOOR}),
        ("Cantine de la Scierie Basse", {"kind": "cantine-solidaire", **DOOR}),
        "host-and-hosted",
    ),
    "a currency and who issues it": (
        ("La Meuse", {"kind": "monnaie-locale"}),
        ("Association Meuse citoyenne", {"kind": "financement-participatif"}),
        "currency-and-association",
    ),
    "a network and its member": (
        ("Accorderies du Sud-Ouest", {"kind": "accorderie", "phone": "+33297000000"}),
        ("Accorderie de Vannes", {"kind": "accorderie", "phone": "+33297000000"}),
        "network-and-member",
    ),
    "neighbours by chance": (("Le Galion", {"kind": "fablab", **DOOR}), ("La Ruche", {"kind": "amap", **DOOR}), ""),
}


@pytest.mark.parametrize(("one", "other", "relation"), RELATED.values(), ids=RELATED)
def test_what_belongs_together_stays_apart_and_related(
    mention: MakeMention,
    town: MakeTown,
    one: tuple[str, dict[str, object]],
    other: tuple[str, dict[str, object]],
    relation: str,
) -> None:
    pair = scored(town, mention("a", one[0], **one[1]), mention("b", other[0], **other[1]))
    assert pair.score < LINK
    assert pair.relation == relation


def test_a_body_and_its_counter_at_one_address_are_barred(mention: MakeMention, town: MakeTown) -> None:
    pair = scored(town, mention("a", "CCAS de Vannes", **DOOR), mention("b", "France services Vannes", **DOOR))
    assert pair.barred == "other-bodies"


def test_one_counter_at_one_door_is_one_whatever_the_lists_add(mention: MakeMention, town: MakeTown) -> None:
    a = mention("a", "Relais Grand Lac – France services", **DOOR)
    assert scored(town, a, mention("b", "France services Haut-Chablais", **DOOR)).score >= LINK


def test_an_address_with_its_number_counts_as_a_strong_key(mention: MakeMention, town: MakeTown) -> None:
    names = ("Centre Ardèche Lab", "Caplab, le lab du Centre Ardèche")
    assert scored(town, mention("a", names[0], **DOOR), mention("b", names[1], **DOOR)).score >= LINK
    apart = mention("b", names[1], street="rue du Port")
    assert scored(town, mention("a", names[0], street="rue du Port"), apart).score < LINK


@pytest.mark.parametrize(
    ("a", "b", "joined"),
    [
        ("La Bonne Idée", "La Benne Idée", True),
        ("Le Rectto", "Ressourcerie Le Recto", True),
        ("Le 40 rue", "Le 41 rue", False),
        ("La Cale", "La Case", False),
        ("La Benne Idée", "La Benne Verte", False),
    ],
)
def test_a_name_misspelt_by_a_letter_is_the_same_thing_s(
    mention: MakeMention, town: MakeTown, a: str, b: str, joined: bool
) -> None:
    one, other = mention("a", a, kind="ressourcerie"), mention("b", b, kind="ressourcerie")
    assert (scored(town, one, other).score >= LINK) is joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"kind": "ressourcerie"}, {"kind": "amap"}),
        ({"kind": "amap", "street": "12 rue du Port"}, {"kind": "amap", "street": "3 place de la Gare"}),
    ],
    ids=["other kinds", "other streets"],
)
def test_names_a_letter_apart_are_not_joined_against_a_contradiction(
    mention: MakeMention, town: MakeTown, one: dict[str, object], other: dict[str, object]
) -> None:
    a, b = mention("a", "La Bonne Idée", **one), mention("b", "La Benne Idée", **other)
    assert scored(town, a, b).score < LINK
