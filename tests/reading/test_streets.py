"""The address that the sentences about a thing give it."""

import pytest

from sharitories_crawl.extract.page import read_page
from sharitories_crawl.models import Lead, Mention
from sharitories_crawl.pipeline.tools import load_knowledge
from sharitories_crawl.reading import found_through

KNOWLEDGE = load_knowledge()
EPINAL = KNOWLEDGE.towns.find("Épinal")


def told(sentence: str) -> Mention:
    title = "Épinal : le fablab La Dérouille fête ses dix ans"
    body = (
        f"<article><h1>{title}</h1><p>À Épinal, le fablab La Dérouille est tenu par des bénévoles.</p><p>{sentence}</p>"
    )
    html = f"<html lang=fr><head><title>{title} - Vosges Matin</title></head><body>{body}</article></body></html>"
    url = "https://www.vosges-matin.example/epinal/article"
    found = found_through(Lead(url, EPINAL.code, "result", "q", 1, title, "", "s"), EPINAL, "2026-11-25T00:00:00Z")
    reading = KNOWLEDGE.reader.read_page(read_page(url, html), found)
    return next(mention for mention in reading.mentions if mention.name == "La Dérouille")


@pytest.mark.parametrize(
    ("sentence", "address"),
    [
        ("La Dérouille est au 9 rue des Minimes, 88000 Épinal.", ("9 rue des Minimes", "88000", "Épinal")),
        ("La Dérouille est au 9 rue des Minimes à Épinal.", ("9 rue des Minimes", "", "")),
        ("Vous cherchez La Dérouille, 9 rue des Minimes ? Poussez la porte.", ("9 rue des Minimes", "", "")),
        ("La Dérouille quitte le 9 rue des Minimes pour le 3 rue Rualménil.", ("", "", "")),
    ],
)
def test_a_sentence_gives_the_whole_address_it_says(sentence: str, address: tuple[str, str, str]) -> None:
    mention = told(sentence)
    assert (mention.street, mention.postal_code, mention.city) == address
