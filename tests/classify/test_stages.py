"""Planned, open, renamed, closed: by words, tenses and dates, in four languages."""

import pytest

from sharitories_crawl.classify.stages import stage_of


@pytest.mark.parametrize(
    ("title", "text", "value"),
    [
        ("Dole. Un café ouvrira en mars", "Le bail est signé.", "planned"),
        ("Buurthuis", "De deuren open op 24 april 2027.", "planned"),
        ("Casa", "Início da obra em setembro. Entrega das chaves: 1 de outubro de 2027", "planned"),
        ("Clap de fin pour le fablab", "Les machines sont données.", "closed"),
        ("Kringloop", "De winkel is definitief gesloten.", "closed"),
        ("Verktygspoolen lägger ner", "Verktygen säljs.", "closed"),
        ("O café encerrou definitivamente", "", "closed"),
        ("Le Bureau devient La Criée", "Ouvert du lundi au vendredi.", "renamed"),
        ("De Koepel heet voortaan De Meerpaal", "", "renamed"),
        ("BicAveiro passa a chamar-se Rodaria", "", "renamed"),
        ("Saumur : non, le Hangar ne ferme pas", "En liquidation ? Il déménage et rouvrira lundi.", ""),
        ("La Grange", "Ouvert du mardi au samedi, de 10 h à 19 h.", ""),
    ],
)
def test_the_stage_is_told_by_words(title: str, text: str, value: str) -> None:
    assert stage_of(title, text).value == value


def test_the_date_beside_the_words_is_what_a_stage_rests_on() -> None:
    told = stage_of("", "L'association Le Perchoir ouvrira le 15 mars 2027 au 31, rue Pasteur.")
    assert (told.value, told.date, told.dated) == ("planned", "15 mars 2027", True)


def test_without_a_date_in_words_the_pages_own_counts() -> None:
    told = stage_of("Clap de fin pour la Ruche", "Les clés sont rendues.", "2014-06-12")
    assert (told.date, told.dated) == ("2014-06-12", False)
