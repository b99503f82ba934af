"""Other ways to read one possible name of a text: with the small words after it, with the noun or kind before it."""

import re
from collections.abc import Iterator, Sequence

from sharitories_crawl.classify.forms import ADJECTIVES, HEADS, kinds_as_written
from sharitories_crawl.classify.judge import Judge
from sharitories_crawl.classify.likeness import LINKS
from sharitories_crawl.classify.runs import VERB, Run
from sharitories_crawl.classify.sentence_words import SENTENCE_WORDS
from sharitories_crawl.geo.names import fold

GROWN, HEADED, NOUN = "grown", "headed", "noun"
_TAIL = re.compile(
    r"(?P<tail> (?:(?:à|de|du|des|d[’']|en|aux?|et) ?)?[a-zà-öø-ÿ][a-zà-öø-ÿ’'-]+)"
    rf"(?=\s?[,.;:»)!?\n]|\s[-–—|(]|\s*\Z| (?:n[’']|s[’']|l[’'])?{VERB.pattern}\b)"
)
_NO_ADJECTIVE = re.compile(r"(?:ent|ait|ant|ée?s?|it|ut|int|ie|is|us)$")
"""Verbs, mostly: `Les Fourmis débarquent`."""
_ELIDED = re.compile(r"[LlDd][’']")
_NOUN = re.compile(r"[a-zà-öø-ÿ]+(?:[’'-][a-zà-öø-ÿ]+)*")
_ARTICLES = {"la": "La ", "le": "Le ", "les": "Les ", "l'": "L’"}
_SPOKEN = frozenset(["la", "le", "les", "du", "au", "des", "aux", "het", "de", "o", "a", "un", "une", "ce", "notre"])
_LINK_AT_END = re.compile(r" (?:de la|de l[’']|du|des|de|d[’'])\s?$")
_LEGAL = re.compile(r"(?:e\.?o|i\.?o|c\.?v|vzw|asbl|sarl|sas|scop|scic|lda|ab|b\.?v)\.?", re.IGNORECASE)
_NO_NOUNS = frozenset(fold(word) for word in ["réseau", "rue", "place", "quai"])
_ROOMS = frozenset(
    fold(word)
    for word in [
        "café", "îlot", "cour", "grange", "ferme", "halle", "fabrique", "cabane", "bistrot", "laverie", "cantine",
        "garage", "hangar", "jardin", "verger", "potager", "friche", "serre", "moulin", "cinéma", "librairie",
        "tuin", "kas", "loods", "hof", "quinta", "horta", "trädgården", "kaféet",
    ]
)  # fmt: skip
"""Common words that are part of a name which follows them without a link: `l'îlot Racine`, `le café Lenoir`."""


_OF_MANY = frozenset(["jardin", "verger", "potager", "cafe", "tuin", "horta"])
"""What a town has several of: their article is the sentence's."""


def grown_names(name: str, core: str, ends: Sequence[int], text: str) -> Iterator[tuple[str, str]]:
    """`La Boîte` + `à clous a ouvert`: the small words between a run of capitals and a verb or a stop."""
    if not name.endswith(core):
        return
    seen: set[str] = set()
    for end in ends[:6]:
        tail = _TAIL.match(text, end)
        if tail is None:
            continue
        words = tail["tail"]
        last = fold(words).rpartition(" ")[2]
        if is_no_name(words):
            continue
        if last in SENTENCE_WORDS or words in seen or VERB.fullmatch(words.strip()):
            continue
        seen.add(words)
        yield f"{name}{words}", GROWN


def is_no_name(words: str) -> bool:
    """Whether what follows a name is a verb or a participle rather than its adjective."""
    first = words.split(maxsplit=1)[0] if words.split() else ""
    if _LEGAL.fullmatch(first):
        return True
    return first[:1].islower() and fold(first) not in LINKS and _NO_ADJECTIVE.search(first) is not None


def headed_names(runs: Sequence[Run], befores: Sequence[str], language: str, judge: Judge) -> Iterator[tuple[str, str]]:
    """`la cantine de Mamie Zohra`, `l'îlot Racine`: a common noun before it that is part of the name."""
    seen: set[str] = set()
    for run, before in zip(runs[:8], befores[:8], strict=False):
        words = before.rpartition("\n")[2].split()
        if run.lies or run.quoted or not words or not before[-1:].isspace():
            continue
        adjective = f" {words.pop()}" if len(words) > 1 and ADJECTIVES.fullmatch(f" {words[-1]}") else ""
        noun = words.pop().lstrip('«"“(')
        elided = _ELIDED.match(noun)
        noun = noun[2:] if elided else noun
        spoken = (elided.group() if elided else words[-1] if words else "").lower().replace("’", "'")
        common = fold(noun).rpartition(" ")[2]
        if not _NOUN.fullmatch(noun) or common in _NO_NOUNS or len(common) < 3:
            continue
        head = common in HEADS or common.removesuffix("s") in HEADS
        if not (head if run.link else common in _ROOMS and not run.article and (elided or spoken in _SPOKEN)):
            continue
        line = before.rpartition("\n")[2]
        if any(not line[end:].strip() for _, end, _ in kinds_as_written(line, language, judge)):
            continue
        body = (
            f"{noun}{adjective} {run.written}{_space(run.written)}{run.core}"
            if run.link
            else f"{noun}{adjective} {run.core}"
        )
        article = _ARTICLES.get(spoken, "")
        name = (
            f"{article}{body}"
            if article and common in _ROOMS and common not in _OF_MANY
            else body[0].upper() + body[1:]
        )
        if name not in seen:
            seen.add(name)
            yield name, HEADED if run.link else NOUN


def article_of(led: str, befores: Sequence[str]) -> str:
    """`La ` of `la recyclerie du Lac`: one common word keeps its article, while several words describe."""
    head = _LINK_AT_END.sub("", led).strip()
    if not head or " " in head or not head[0].islower():
        return ""
    for before in befores:
        found = re.search(rf"(?:^|[\s(«])(la |le |l[’']){re.escape(head)}\b", before, re.IGNORECASE)
        if found:
            return _ARTICLES[found[1].strip().lower().replace("’", "'")]
    return ""


def _space(article: str) -> str:
    return "" if article[-1] in "’'" else " "
