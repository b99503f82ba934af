"""The bundled catalogue is whole, and every mistake in one's own is told with file, line and remedy."""

from pathlib import Path

import pytest

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import Catalogue, Keywords, load_catalogue
from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Practice

KINDS = """\
[kinds.amap]
practice = "consommer"
label_fr = "AMAP"
label_en = "CSA"

[kinds.sel]
practice = "consommer"
label_fr = "SEL"
label_en = "LETS"
"""
FRENCH = """\
templates = ["{keyword} {town}"]

[keywords.amap]
words = [
  "AMAP",
  "panier paysan",
]

[keywords.sel]
words = ["système d'échange local"]
weak = ["SEL"]
"""


@pytest.fixture(scope="module")
def bundled() -> Catalogue:
    return load_catalogue(bundled_dir("queries"))


def folded_words(catalogue: Catalogue, language: str) -> dict[str, str]:
    lexicon = catalogue.lexicon(language)
    return {fold(word): words.kind_id for words in lexicon.keywords.values() for word in (*words.words, *words.weak)}


def write_catalogue(folder: Path, kinds: str = KINDS, french: str = FRENCH) -> Path:
    (folder / "kinds.toml").write_text(kinds, encoding="utf-8")
    (folder / "fr.toml").write_text(french, encoding="utf-8")
    return folder


def test_the_bundled_catalogue_has_at_least_forty_kinds_of_all_five_practices(bundled: Catalogue) -> None:
    assert len({kind.id for kind in bundled.kinds}) == len(bundled.kinds) >= 40
    assert {kind.practice for kind in bundled.kinds} == set(Practice)


def test_the_bundled_catalogue_speaks_the_languages_of_every_town(bundled: Catalogue) -> None:
    assert set(bundled.lexicons) == {"fr", "nl", "pt", "sv"}


def test_every_kind_but_autre_has_french_words(bundled: Catalogue) -> None:
    assert {kind.id for kind in bundled.kinds} - set(bundled.lexicon("fr").keywords) == {"autre"}


@pytest.mark.parametrize("language", ["nl", "pt", "sv"])
def test_most_kinds_have_words_in_every_language(bundled: Catalogue, language: str) -> None:
    assert len(bundled.lexicon(language).keywords) >= 35


def test_the_studys_own_words_are_searched_first(bundled: Catalogue) -> None:
    french = bundled.lexicon("fr").keywords
    assert french["collaboratif"].searched[0] == "collaboratif"
    assert french["coworking"].searched[0] == "coworking"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            "épicerie solidaire, bricothèque, matériauthèque, objethèque, bibliothèque d'objets, grainothèque, café "
            "associatif, jardins familiaux, verger partagé, marché paysan, magasin de producteurs, maraude, habitat "
            "inclusif, conseil citoyen, autoconsommation collective, atelier d'autoréparation, repair party, "
            "gratiféria, makerspace, hackerspace, pépinière, cotravail, association "
            "pour le maintien d'une agriculture paysanne",
        ),
        ("nl", "flexplek, buurttuin, samentuin, deelfabriek, weggeefwinkel, ruilkring, LETS"),
        ("pt", "cowork, hortas comunitárias, banco de tempo, oficina comunitária, loja social"),
        ("sv", "fritidsbank, cykelkök, bytesdag, odlarförening, kolonilott, föreningshus, makerspace"),
    ],
    ids=["fr", "nl", "pt", "sv"],
)
def test_the_words_a_first_list_forgets_are_there(bundled: Catalogue, language: str, words: str) -> None:
    known = folded_words(bundled, language)
    assert [word for word in words.split(", ") if fold(word) not in known] == []


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "SEL"), ("fr", "pépinière"), ("fr", "cigales"), ("fr", "CHATONS"), ("nl", "LETS"), ("sv", "återbruk")],
)
def test_an_ambiguous_word_is_weak_and_not_searched(bundled: Catalogue, language: str, word: str) -> None:
    lexicon = bundled.lexicon(language)
    keywords = lexicon.keywords[folded_words(bundled, language)[fold(word)]]
    assert word in keywords.weak
    assert word not in keywords.searched


def test_a_town_whose_name_is_a_word_is_asked_with_its_department(bundled: Catalogue) -> None:
    assert all("{department}" in lexicon.ambiguous_template for lexicon in bundled.lexicons.values())


def test_kinds_keep_the_order_of_the_file_in_every_language(tmp_path: Path) -> None:
    other_order = 'templates = ["{keyword} {town}"]\n[keywords.sel]\nwords = ["b"]\n[keywords.amap]\nwords = ["a"]\n'
    catalogue = load_catalogue(write_catalogue(tmp_path, french=other_order))
    assert [kind.id for kind in catalogue.kinds] == ["amap", "sel"]
    assert list(catalogue.lexicon("fr").keywords) == ["amap", "sel"]


def test_without_an_ambiguous_template_the_first_one_serves(tmp_path: Path) -> None:
    assert load_catalogue(write_catalogue(tmp_path)).lexicon("fr").ambiguous_template == "{keyword} {town}"


def test_a_byte_order_mark_from_a_windows_editor_is_no_mistake(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    (tmp_path / "fr.toml").write_bytes(b"\xef\xbb\xbf" + FRENCH.replace("\n", "\r\n").encode())
    assert load_catalogue(tmp_path).lexicon("fr").keywords["sel"].weak == ("SEL",)


def test_the_best_word_comes_first_and_each_spelling_once() -> None:
    keywords = Keywords("repair-cafe", ("repair café", "Repair Cafe", "répar'café"), ("réparation",), "réparation")
    assert keywords.searched == ("réparation", "repair café", "répar'café")


BAD_KINDS = {
    "unknown-practice": (
        '"consommer"\nlabel_fr = "SEL"',
        '"consomer"\nlabel_fr = "SEL"',
        7,
        'did you mean "consommer"?',
    ),
    "missing-label": ('label_fr = "SEL"\n', "", 6, '"label_fr" is missing; add label_fr = "..."'),
    "empty-label": ('label_fr = "SEL"', 'label_fr = " "', 8, '"label_fr" must be words between quotes'),
    "label-of-wrong-type": ('label_en = "LETS"', "label_en = 3", 9, '"label_en" must be words between quotes, not 3'),
    "mistyped-key": ("label_en", "label_eng", 4, 'did you mean "label_en"?'),
    "accent-in-id": ("kinds.sel", 'kinds."épicerie"', 6, "write it in small letters a-z"),
    "reserved-id": ("kinds.sel", "kinds.mot", 6, "choose another word"),
    "table-of-wrong-name": ("[kinds.sel]", "[kind.sel]", 6, 'did you mean "kinds"?'),
    "kind-is-no-table": ("[kinds.amap]", "[kinds]\nfablab = 1\n[kinds.amap]", 2, "a table [kinds.fablab] is needed"),
    "kind-given-twice": ("[kinds.sel]", "[kinds.amap]", 6, "a name given twice"),
    "quote-not-closed": ('label_fr = "SEL"', 'label_fr = "SEL', 8, "not valid TOML"),
    "cut-off-at-the-end": ('label_en = "LETS"\n', "label_en = [", 9, "not valid TOML"),
    "nothing-declared": (KINDS, "kinds = {}", 1, "declares no kind"),
    "nothing-at-all": (KINDS, "", 1, "a table [kinds] is needed here, it is missing"),
}

BAD_FRENCH = {
    "unknown-kind": ("[keywords.sel]", "[keywords.sels]", 9, 'did you mean "sel"?'),
    "undeclared-kind": ("[keywords.sel]", "[keywords.fablab]", 9, "declare it in kinds.toml first"),
    "no-words": ('words = ["système d\'échange local"]', "words = []", 10, '"sel" has no words'),
    "words-missing": ('words = ["système d\'échange local"]\n', "", 9, '"words" is missing'),
    "words-no-list": ('["système d\'échange local"]', '"troc"', 10, '"words" must be a list'),
    "word-of-wrong-type": ('"panier paysan"', "42", 4, "each item is words between quotes"),
    "empty-word": ('"panier paysan"', '""', 4, "each item is words between quotes"),
    "word-without-letters": ('"panier paysan"', '"12 - 3"', 6, "write a word in letters"),
    "word-given-twice": ('"panier paysan"', '"AMAP"', 5, '"AMAP" is given twice'),
    "word-of-two-kinds": ('"panier paysan"', '"Système d\'échange-local"', 10, 'already belongs to "amap"'),
    "weak-word-decides-another-kind": ('["SEL"]', '["panier paysan"]', 11, 'one of the words of "amap"'),
    "word-and-weak": ('["SEL"]', '["système d\'échange local"]', 11, "is in words and in weak"),
    "best-unknown": ('weak = ["SEL"]', 'weak = ["SEL"]\nbest = "troc"', 12, "neither in words nor in weak"),
    "mistyped-key": ("weak", "week", 11, 'did you mean "weak"?'),
    "mistyped-table": ("[keywords.sel]", "[keyword.sel]", 9, 'did you mean "keywords"?'),
    "unknown-placeholder": ("{town}", "{city}", 1, "no placeholder {city}; there are: keyword, town, department"),
    "mistyped-placeholder": ("{town}", "{twon}", 1, 'did you mean "town"?'),
    "formatted-placeholder": ("{town}", "{town!r}", 1, "no placeholder"),
    "template-without-town": ("{keyword} {town}", "{keyword}", 1, "does not hold {town}"),
    "brace-not-closed": ("{town}", "{town", 1, "a brace is not closed"),
    "no-templates": ('["{keyword} {town}"]', "[]", 1, "give at least one template"),
    "templates-missing": ('templates = ["{keyword} {town}"]\n', "", 1, '"templates" is missing'),
    "comma-missing": ('"AMAP",', '"AMAP"', 6, "not valid TOML"),
    "bad-ambiguous-template": (
        "\n\n[keywords.amap]",
        '\nambiguous_template = "{town}"\n[keywords.amap]',
        2,
        "{keyword}",
    ),
}


def mistake_in(tmp_path: Path, name: str, text: str, changed: str, line: int) -> str:
    assert text != changed, "the case must change the file"
    (tmp_path / name).write_text(changed, encoding="utf-8")
    with pytest.raises(BadInput) as told:
        load_catalogue(tmp_path)
    message = str(told.value)
    assert message.startswith(f"{tmp_path / name}, line {line}: ")
    return message


@pytest.mark.parametrize(("old", "new", "line", "remedy"), BAD_KINDS.values(), ids=BAD_KINDS.keys())
def test_a_mistake_in_kinds_is_told_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, remedy: str
) -> None:
    write_catalogue(tmp_path)
    assert remedy in mistake_in(tmp_path, "kinds.toml", KINDS, KINDS.replace(old, new, 1), line)


@pytest.mark.parametrize(("old", "new", "line", "remedy"), BAD_FRENCH.values(), ids=BAD_FRENCH.keys())
def test_a_mistake_in_keywords_is_told_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, remedy: str
) -> None:
    write_catalogue(tmp_path)
    assert remedy in mistake_in(tmp_path, "fr.toml", FRENCH, FRENCH.replace(old, new, 1), line)


def test_a_file_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    (tmp_path / "fr.toml").write_bytes(FRENCH.encode("latin-1"))
    with pytest.raises(BadInput, match=r"fr\.toml, line 10: .*save the file as UTF-8"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("missing", "remedy"),
    [("kinds.toml", "copy the one that comes with this tool"), ("fr.toml", "write at least fr.toml")],
)
def test_a_missing_file_is_named(tmp_path: Path, missing: str, remedy: str) -> None:
    write_catalogue(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(BadInput, match=remedy):
        load_catalogue(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere is no folder"):
        load_catalogue(tmp_path / "nowhere")


def test_a_language_file_has_a_two_letter_name(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    (tmp_path / "french.toml").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(BadInput, match=r"french\.toml: .*rename it"):
        load_catalogue(tmp_path)


def test_a_language_without_a_file_is_told_with_the_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"sv\.toml is missing.*there are words for: fr"):
        load_catalogue(write_catalogue(tmp_path)).lexicon("sv")
