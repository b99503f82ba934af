"""Contacts of organisations, and none of persons."""

import pytest

from sharitories_crawl.extract.contacts import find_emails, find_phones, find_rnas, find_sirens
from sharitories_crawl.extract.mailboxes import is_organisation_mailbox

SITE, NAME = "www.lafabrique-lorient.fr", "La Fabrique"


@pytest.mark.parametrize(
    "address",
    [
        "contact@lafabrique-lorient.fr",
        "info@x.org",
        "bonjour@x.fr",
        "hello@x.fr",
        "accueil@mjc-lorient.fr",
        "coworking@x.fr",
        "asso.lesel@orange.fr",
        "bureau@x.fr",
        "secretariat-sel@laposte.net",
        "contact56@x.fr",
        "lafabrique@orange.fr",
        "fabrique@lafabrique-lorient.fr",
        "lafabrique.lorient@gmail.com",
        "amap.duloch@gmail.com",
        "fablabauray@gmail.com",
        "repaircafe.vannes@gmail.com",
        "jardin-partage@free.fr",
        "collectif.kerlann@riseup.net",
        "cafe.associatif@gmail.com",
        "mjc.agen@wanadoo.fr",
        "lesel@lesel-dole.org",
        "secretaria@x.pt",
        "kansli@x.se",
        "president@x-asso.fr",
    ],
)
def test_mailboxes_of_organisations_are_kept(address: str) -> None:
    assert is_organisation_mailbox(address, SITE, NAME)


@pytest.mark.parametrize(
    "address",
    [
        "jean.dupont@gmail.com",
        "jean.dupont@lafabrique-lorient.fr",
        "marie@lafabrique-lorient.fr",
        "m.dupont@lafabrique-lorient.fr",
        "jd@lafabrique-lorient.fr",
        "dupont.jean@orange.fr",
        "mdupont56@gmail.com",
        "picasso@gmail.com",
        "m.basso@free.fr",
        "sophie.asso@gmail.com",
        "contact.jean@x.fr",
        "jean-luc.martin@laposte.net",
        "dupont@mairie-x.fr",
        "noreply@lafabrique-lorient.fr",
        "dpo@lafabrique-lorient.fr",
        "@x.fr",
        "contact@",
    ],
)
def test_mailboxes_of_persons_and_machines_are_dropped(address: str) -> None:
    assert not is_organisation_mailbox(address, SITE, NAME)


def test_a_person_with_a_site_of_their_own_stays_a_person() -> None:
    assert not is_organisation_mailbox("marie.couture@gmail.com", "www.marie-couture.fr", "Marie Couture")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrire à contact@x.fr.", ("contact@x.fr",)),
        ("contact [at] x.fr", ("contact@x.fr",)),
        ("contact(at)x(point)fr", ("contact@x.fr",)),
        ("contact {arobase} x.fr", ("contact@x.fr",)),
        ("contact arobase x point fr", ("contact@x.fr",)),
        ("contact AT x DOT org", ("contact@x.org",)),
        ("contact[@]x.fr", ("contact@x.fr",)),
        ("Contact@X.FR et info@y.org, info@y.org", ("contact@x.fr", "info@y.org")),
        ("contact@2x.png et contact@localhost", ()),
        ("Venez à la fête (a priori samedi) chez nous", ()),
    ],
)
def test_mailboxes_are_found_in_text(text: str, found: tuple[str, ...]) -> None:
    assert find_emails(text, (), "", "") == found


def test_the_sites_own_mailbox_comes_first_and_links_are_decoded() -> None:
    text = "contact@agence-web.fr"
    stated = ["info%40fablab.fr?subject=Bonjour", "contact@fablab.fr"]
    assert find_emails(text, stated, "www.fablab.fr", "") == (
        "info@fablab.fr",
        "contact@fablab.fr",
        "contact@agence-web.fr",
    )


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("Tél. 02 97 12 34 56", "FR", ("+33297123456",)),
        ("02.97.12.34.56", "FR", ("+33297123456",)),
        ("+33 (0)2 97 12 34 56", "FR", ("+33297123456",)),
        ("0033 2 97 12 34 56", "FR", ("+33297123456",)),
        ("09 72 12 34 56", "FR", ("+33972123456",)),
        ("035 629 1234", "NL", ("+31356291234",)),
        ("089 65 36 00", "BE", ("+3289653600",)),
        ("234 406 300", "PT", ("+351234406300",)),
        ("044-13 50 00", "SE", ("+4644135000",)),
        ("06 12 34 56 78", "FR", ()),
        ("Mobile : +33 6 12 34 56 78", "FR", ()),
        ("Fax : 02 97 12 34 56", "FR", ()),
        ("SIRET 123 456 789 00012", "FR", ()),
        ("le 01/02/2024 10 h 12", "FR", ()),
        ("RNA W561001234, 12345678901234", "FR", ()),
        ("0 800 000 000 000 000", "FR", ()),
        ("une part coûte 0,25 €", "FR", ()),
    ],
)
def test_telephones_in_text_are_fixed_lines(text: str, country: str, found: tuple[str, ...]) -> None:
    assert find_phones(text, (), (), country) == found


def test_a_mobile_counts_only_where_an_organisation_declares_it() -> None:
    assert find_phones("", ["tel:0612345678"], (), "FR") == ()
    assert find_phones("06 12 34 56 78", (), ["06 12 34 56 78"], "FR") == ("+33612345678",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SIREN 732 829 320", ("732829320",)),
        ("N° SIRET : 732 829 320 00074", ("732829320",)),
        ("SIRET 73282932000074", ("732829320",)),
        ("siret : 732.829.320.00074", ("732829320",)),
        ("SIREN 732 829 321", ()),
        ("SIRET 732 829 320 00075", ()),
        ("tél 732 829 320", ()),
        ("Hébergeur : Untel, SIREN 732 829 320", ()),
        ("OVH SAS, SIREN 424 761 419", ()),
    ],
)
def test_company_numbers_are_checked(text: str, found: tuple[str, ...]) -> None:
    assert find_sirens(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RNA : W561001234.", ("W561001234",)),
        ("(W2A1000012)", ("W2A1000012",)),
        ("W5610012345", ()),
        ("XW561001234", ()),
    ],
)
def test_register_numbers_of_associations(text: str, found: tuple[str, ...]) -> None:
    assert find_rnas(text) == found
