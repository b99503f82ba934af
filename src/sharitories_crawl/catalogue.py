"""The catalogue of kinds and keywords: queries/*.toml, read into frozen values and checked word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold
from sharitories_crawl.models import Kind, Practice
from sharitories_crawl.toml_file import TomlFile, load_toml, nearest

KINDS_FILE = "kinds.toml"
PLACEHOLDERS = ("keyword", "town", "department")
RESERVED_IDS = ("all", "mot")
"""Words that query ids use in the place of a kind: overpass/56121/all, mojeek/56121/mot/couture."""

_KIND_KEYS = ("practice", "label_fr", "label_en")
_LEXICON_KEYS = ("templates", "ambiguous_template", "keywords")
_KEYWORD_KEYS = ("best", "words", "weak")
_KIND_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LETTER = re.compile(r"[a-z]")
_LANGUAGE_FILE = re.compile(r"[a-z]{2}\.toml")


@dataclass(frozen=True, slots=True)
class Keywords:
    """How people of one language write one kind."""

    kind_id: str
    words: tuple[str, ...]
    """Each is enough alone to say that a page is about this kind."""
    weak: tuple[str, ...] = ()
    """Ambiguous words (SEL, LETS, pépinière): they count on a page only in company, and are not searched for."""
    best: str = ""
    """The word to search for by default, where that is not the first of `words`; it may be a weak one."""

    @property
    def searched(self) -> tuple[str, ...]:
        """The words to search for, the best first; spellings that fold to the same letters once."""
        by_letters: dict[str, str] = {}
        for word in (self.best, *self.words) if self.best else self.words:
            by_letters.setdefault(fold(word), word)
        return tuple(by_letters.values())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, and the forms a question takes in it."""

    language: str
    templates: tuple[str, ...]
    """The first is the default one."""
    ambiguous_template: str
    """Takes the place of the first for a town whose name means other things too."""
    keywords: Mapping[str, Keywords]
    """By kind id; a kind without words in this language is absent."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All kinds, the most important first, and the lexicons by language."""

    kinds: tuple[Kind, ...]
    lexicons: Mapping[str, Lexicon]
    folder: Path = field(default=Path("queries"))
    """Where it was read, for messages."""

    def kind(self, kind_id: str) -> Kind:
        """The kind of that id. Raises BadInput naming the nearest one."""
        for kind in self.kinds:
            if kind.id == kind_id:
                return kind
        near = nearest(kind_id, [kind.id for kind in self.kinds])
        raise BadInput(f'no kind "{kind_id}" in {self.folder / KINDS_FILE}{near}')

    def lexicon(self, language: str) -> Lexicon:
        """The words of that language. Raises BadInput naming the file to write."""
        if language not in self.lexicons:
            raise BadInput(
                f"{self.folder / language}.toml is missing, and without it no town of that language can be searched; "
                f"there are words for: {', '.join(sorted(self.lexicons))}"
            )
        return self.lexicons[language]


def load_catalogue(folder: Path) -> Catalogue:
    """Read kinds.toml and every language file (fr.toml, nl.toml, ...) of a folder.

    Raises BadInput with file, line and remedy on the first mistake.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder; --queries takes one that holds {KINDS_FILE} and fr.toml")
    if not (folder / KINDS_FILE).is_file():
        raise BadInput(f"{folder / KINDS_FILE} is missing; copy the one that comes with this tool and change it")
    kinds = _read_kinds(load_toml(folder / KINDS_FILE))
    lexicons: dict[str, Lexicon] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name == KINDS_FILE:
            continue
        if not _LANGUAGE_FILE.fullmatch(path.name):
            raise BadInput(
                f"{path}: a file of keywords is named by its language's two letters, like fr.toml; rename it"
            )
        lexicons[path.stem] = _read_lexicon(load_toml(path), kinds)
    if not lexicons:
        raise BadInput(f"{folder} holds no file of keywords; write at least fr.toml")
    return Catalogue(kinds, MappingProxyType(lexicons), folder)


def _read_kinds(file: TomlFile) -> tuple[Kind, ...]:
    _refuse_unknown(file, (), file.content, ("kinds",))
    tables = _table(file, (), "kinds", file.content.get("kinds"))
    if not tables:
        raise file.mistake((), "kinds", "declares no kind; write one, like [kinds.coworking]")
    return tuple(_read_kind(file, kind_id, value) for kind_id, value in tables.items())


def _read_kind(file: TomlFile, kind_id: str, value: object) -> Kind:
    here = ("kinds", kind_id)
    keys = _table(file, ("kinds",), kind_id, value)
    if not _KIND_ID.fullmatch(kind_id):
        raise file.mistake(here, "", f'kind "{kind_id}": write it in small letters a-z, digits and single hyphens')
    if kind_id in RESERVED_IDS:
        raise file.mistake(here, "", f'"{kind_id}" cannot name a kind, query ids use it; choose another word')
    _refuse_unknown(file, here, keys, _KIND_KEYS)
    practice = _string(file, here, keys, "practice")
    if practice not in list(Practice):
        raise file.mistake(here, "practice", f'no practice "{practice}"{nearest(practice, Practice)}')
    labels = [_string(file, here, keys, key) for key in ("label_fr", "label_en")]
    return Kind(kind_id, Practice(practice), *labels)


def _read_lexicon(file: TomlFile, kinds: tuple[Kind, ...]) -> Lexicon:
    _refuse_unknown(file, (), file.content, _LEXICON_KEYS)
    templates = _strings(file, (), file.content, "templates")
    if not templates:
        raise file.mistake((), "templates", 'give at least one template: templates = ["{keyword} {town}"]')
    ambiguous = _string(file, (), file.content, "ambiguous_template") if "ambiguous_template" in file.content else ""
    for template in templates:
        _check_template(file, "templates", template)
    if ambiguous:
        _check_template(file, "ambiguous_template", ambiguous)
    tables = _table(file, (), "keywords", file.content.get("keywords"))
    ids = [kind.id for kind in kinds]
    for kind_id in tables:
        if kind_id not in ids:
            near = nearest(kind_id, ids, f"; declare it in {KINDS_FILE} first")
            raise file.mistake(("keywords", kind_id), "", f'no kind "{kind_id}" in {KINDS_FILE}{near}')
    read = {kind_id: _read_keywords(file, kind_id, value) for kind_id, value in tables.items()}
    _refuse_shared_words(file, read)
    in_order = {kind_id: read[kind_id] for kind_id in ids if kind_id in read}
    return Lexicon(file.path.stem, templates, ambiguous or templates[0], MappingProxyType(in_order))


def _check_template(file: TomlFile, key: str, template: str) -> None:
    try:
        parts = [part for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise file.mistake((), key, f'"{template}": a brace is not closed ({error})', template) from error
    names = [name for _, name, _, _ in parts]
    for _, name, spec, conversion in parts:
        if name not in PLACEHOLDERS or spec or conversion:
            near = nearest(name or "", PLACEHOLDERS)
            raise file.mistake((), key, f'"{template}": no placeholder {{{name}}}{near}', template)
    for name in ("keyword", "town"):
        if name not in names:
            raise file.mistake((), key, f'"{template}" does not hold {{{name}}}; add it', template)


def _read_keywords(file: TomlFile, kind_id: str, value: object) -> Keywords:
    here = ("keywords", kind_id)
    keys = _table(file, ("keywords",), kind_id, value)
    _refuse_unknown(file, here, keys, _KEYWORD_KEYS)
    words = _strings(file, here, keys, "words")
    if not words:
        raise file.mistake(here, "words", f'"{kind_id}" has no words; give one or more, or remove its table')
    weak = _strings(file, here, keys, "weak") if "weak" in keys else ()
    best = _string(file, here, keys, "best") if "best" in keys else ""
    for key, listed in (("words", words), ("weak", weak), ("best", (best,) if best else ())):
        for word in listed:
            if not _LETTER.search(fold(word)) or '"' in word or "\n" in word:
                remedy = f"{word!r} cannot be searched for; write a word in letters, without double quotes"
                raise file.mistake(here, key, remedy, word)
    both = {fold(word) for word in words} & {fold(word) for word in weak}
    if both:
        word = next(word for word in weak if fold(word) in both)
        raise file.mistake(here, "weak", f'"{word}" is in words and in weak; keep it in one of them', word)
    if best and fold(best) not in {fold(word) for word in (*words, *weak)}:
        raise file.mistake(here, "best", f'"{best}" is neither in words nor in weak; add it to one of them')
    return Keywords(kind_id, words, weak, best)


def _refuse_shared_words(file: TomlFile, read: Mapping[str, Keywords]) -> None:
    """A word decides one kind. Weak words may be shared: alone they decide nothing."""
    owner: dict[str, str] = {}
    for kind_id, keywords in read.items():
        for word in keywords.words:
            other = owner.setdefault(fold(word), kind_id)
            if other != kind_id:
                remedy = f'"{word}" already belongs to "{other}"; keep it in one kind, or make it weak in both'
                raise file.mistake(("keywords", kind_id), "words", remedy, word)
    for kind_id, keywords in read.items():
        for word in keywords.weak:
            other = owner.get(fold(word), "")
            if other:
                remedy = f'"{word}" is one of the words of "{other}", so it cannot be weak here; keep it in one kind'
                raise file.mistake(("keywords", kind_id), "weak", remedy, word)


def _refuse_unknown(file: TomlFile, table: tuple[str, ...], keys: Mapping[str, object], valid: tuple[str, ...]) -> None:
    for key in keys:
        if key not in valid:
            line = (*table, key) if isinstance(keys[key], dict) else table
            raise file.mistake(line, "" if line != table else key, f'unknown key "{key}"{nearest(key, valid)}')


def _table(file: TomlFile, table: tuple[str, ...], key: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        name = ".".join((*table, key))
        raise file.mistake(
            table, key, f"a table [{name}] is needed here" + (", it is missing" if value is None else "")
        )
    return value


def _string(file: TomlFile, table: tuple[str, ...], keys: Mapping[str, object], key: str) -> str:
    value = keys.get(key)
    if value is None:
        raise file.mistake(table, "", f'"{key}" is missing; add {key} = "..."')
    if not isinstance(value, str) or not value.strip():
        raise file.mistake(table, key, f'"{key}" must be words between quotes, not {value!r}')
    return value.strip()


def _strings(file: TomlFile, table: tuple[str, ...], keys: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = keys.get(key)
    if value is None:
        raise file.mistake(table, "", f'"{key}" is missing; add {key} = ["..."]')
    if not isinstance(value, list):
        raise file.mistake(table, key, f'"{key}" must be a list, like {key} = ["..."], not {value!r}')
    seen: list[str] = []
    for item in value:
        if not isinstance(item, str) or not item.strip():
            raise file.mistake(table, key, f'"{key}" holds {item!r}; each item is words between quotes', str(item))
        if item.strip() in seen:
            raise file.mistake(table, key, f'"{item}" is given twice in "{key}"; remove one', item)
        seen.append(item.strip())
    return tuple(seen)
