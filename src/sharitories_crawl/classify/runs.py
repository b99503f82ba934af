"""Proper names in running text: runs of capitals with the little words between them, and what stands around each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sharitories_crawl.classify.sentence_words import SENTENCE_WORDS
from sharitories_crawl.geo.names import fold

READ_LETTERS = 4_000
"""An article names its subject early. Arbitrary."""
_UP = "A-ZÀ-ÖØ-Þ"
_TOKEN = rf"(?![A-ZQ]u?[’'][a-zà-ÿ])[{_UP}](?:[\w@+]|[’'&.-](?=\w))*"
_NEXT = rf"(?:{_TOKEN}|\d\w*(?:\.\d+)*)"
_LINK = (
    r"(?:de la|de l[’']|de l'|du|des|de|d[’']|aux|au|à la|à l[’']|à|en|et|sur|sous|&|van de|"
    r"van het|van|voor|het|der|den|'t|do|da|dos|das|e|på|och|i|ha|eta|un|les|le|la|l[’'])"
)
_SPACE = r"[^\S\n]"
_ARTICLE = (
    rf"\b(?:[Dd]e la|[Dd]e l[’']|[ÀAà] la|[ÀAà] l[’']|[Ll]a|[Ll]es|[Ll]e|[Ll][’']|[Aa]ux|[Aa]u|[Dd]es|"
    rf"[Dd]u|[Dd]e|d[’']|[Hh]et)(?:{_SPACE}|(?<=[’']))"
)
_RUN = re.compile(
    rf"(?P<article>{_ARTICLE})?"
    rf"(?P<core>(?<![\w@/.-]){_TOKEN}(?:{_SPACE}(?:{_LINK}(?:{_SPACE}|(?<=[’']))){{0,2}}{_NEXT})*)"
)
# begins with the capital and not with what stands before it: that finds the few of a text much faster
_CAPITAL = re.compile(rf"[{_UP}](?<![\w@/.-].)")
_ARTICLE_BEFORE = re.compile(rf"{_ARTICLE}\Z")
_LONGEST_ARTICLE = 7
_WEAK_TAIL = re.compile(
    r"\s(?:à|en|et|sur|i|e|och|på|au|aux|la|le|les|voor)(?: la| l[’'])?\s(?=[^\s]*$|[^\s]+(?: [^\s]+)?$)"
)
_QUOTED = re.compile(r"[«\"“„]\s*(?P<core>[^»\"”“«\n]{2,60}?)\s*[»\"”]")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n»\"”]\s*|[«“–—-]\s+)$")
_FULL_ARTICLES = {
    "la": "La", "le": "Le", "les": "Les", "l'": "L’", "au": "Le", "du": "Le", "aux": "Les", "des": "Les", "de la": "La",
    "de l'": "L’", "à la": "La", "à l'": "L’", "a la": "La", "a l'": "L’", "de": "", "d'": "", "het": "Het",
}  # fmt: skip
_OPENING_ARTICLES = frozenset(["la", "le", "les", "l", "de", "het"])
_AFTER_WORDS = re.compile(r"[^\S\n]([a-zà-öø-ÿ’'-]+)")
_SHORT_TAIL = re.compile(r" (?:d[’']|de |à )[a-zà-öø-ÿ]+(?=[,;)])")
"""`Le Carré d'agents, ouvert en mars`"""
_FURTHER = 3
VERB = re.compile(
    r"(?:a|ont|est|sont|avait|aura|sera|va|vient|fête|fêtent|sert|ouvre|ouvrent|ferme|ferment|propose|proposent|accueille|"
    r"cherche|recherche|recrute|lance|compte|organise|devient|change|déménage|reprend|fait|invite|réunit|"
    r"anime|gère|tient|s[’']installe|souffle|manque|prend|perd|"
    r"\w{3,}(?:ra|ront|aient|ait)|\w{2,}(?:n|l|t|r|v|ss|d|g|ç|ch|i)ent|"
    r"is|heeft|krijgt|zoekt|viert|opent|sluit|stopt|start|wordt|verhuist|bestaat|groeit|telt|wint|vraagt|"
    r"é|são|tem|abre|abriu|celebra|comemora|faz|fez|procura|junta|juntou|fecha|fechou|ganha|muda|recebe|evitou|"
    r"är|har|får|söker|öppnar|firar|flyttar|stänger|startar|lägger|växer|blir|byter|lånar|ordnar)"
)
"""Words that a name is the subject of, and ends before."""


@dataclass(frozen=True, slots=True)
class Run:
    """One occurrence of a possible name. `article` is as a name writes it, empty for none."""

    core: str
    article: str
    certain: bool
    """The article is the name's own: a capital where the sentence would not ask for one."""
    start: int
    end: int
    link: str = ""
    """`de la`, `du`, ... as written, where the name is said to be of something."""
    written: str = ""
    """The article as it stands there."""
    quoted: bool = False
    lies: bool = False
    """Something is at it or in it: `à la`, `au`."""

    @property
    def name(self) -> str:
        if not self.article:
            return self.core
        return f"{self.article}{self.core}" if self.article[-1] in "’'" else f"{self.article} {self.core}"


def find_runs(text: str) -> Iterator[Run]:
    """Possible names in the order of the text; a word that is a capital only because it begins a sentence is none."""
    for quoted in _QUOTED.finditer(text):
        core = quoted["core"]
        if core[0].isupper() and core.count(" ") < 7 and core[-1] not in ".!?,;:…":
            yield Run(core, "", False, quoted.start(), quoted.end(), quoted=True)
    for match in _matches(text):
        core, article = match["core"], (match["article"] or "").strip()
        begin, start = match.start(), match.start("core")
        opens = _SENTENCE_START.search(text[max(0, begin - 4) : begin]) is not None
        if not article:
            first, _, rest = core.partition(" ")
            if fold(first) in _OPENING_ARTICLES and rest[:1].isupper():
                article, core, begin, start = first, rest, start, start + len(first) + 1
            while opens and " " in core and fold(first := core.partition(" ")[0]) in SENTENCE_WORDS:
                core = core[len(first) + 1 :]
                start += len(first) + 1
                begin, opens = start, False
                while core and not core[0].isupper() and not core[0].isdigit():
                    skipped = core.partition(" ")[0] + " "
                    core, start, begin = core[len(skipped) :], start + len(skipped), start + len(skipped)
        if not core or (not article and fold(core) in SENTENCE_WORDS) or not core[0].isupper():
            continue
        single = opens and not article and " " not in core and not _has_inner_capital(core)
        if single and text.find(f" {core}", match.end()) < 0:
            continue
        plain = article.lower().replace("’", "'")
        certain = article[:1].isupper() and not opens and plain in ("la", "le", "les", "l'", "de", "het")
        full = "De" if plain == "de" and article == "De" and not opens else _FULL_ARTICLES.get(plain, "")
        link = article if plain[:1] == "d" and article[0].islower() else ""
        yield Run(
            core, full, certain, begin if article else start, match.end(), link, article, lies=plain[:1] in ("à", "a")
        )


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What _RUN finds, looked for only where a word begins with a capital, its article before it."""
    done = 0
    while capital := _CAPITAL.search(text, done):
        at = capital.start()
        begin = at
        if at > done and (text[at - 1].isspace() or text[at - 1] in "’'"):
            article = _ARTICLE_BEFORE.search(text, max(done, at - _LONGEST_ARTICLE), at)
            begin = article.start() if article else at
        match = _RUN.match(text, begin)
        if match is None:
            done = at + 1
        else:
            yield match
            done = match.end()


def _has_inner_capital(word: str) -> bool:
    return any(sign.isupper() or sign.isdigit() for sign in word[1:])


def shorter(run: Run) -> Run | None:
    """The run without what a weak link adds: `La Drisse à Lorient`."""
    tail = _WEAK_TAIL.search(run.core)
    if tail is None:
        return None
    return replace(run, core=run.core[: tail.start()], end=run.end - len(run.core) + tail.start())


def grown(core: str, places: list[int], text: str) -> str:
    """The core with the small letters that follow it wherever it stands: `Bras` + `ouverts`.

    `places` are ends of its occurrences. One occurrence tells nothing, and equal sentences count once.
    """
    if " " not in core and (tail := _SHORT_TAIL.match(text, places[0])):
        return f"{core}{tail.group()}"
    following: set[tuple[str, ...]] = set()
    for end in places:
        words: list[str] = []
        at = end
        for _ in range(_FURTHER):
            match = _AFTER_WORDS.match(text, at)
            if match is None:
                break
            words.append(match.group(1))
            at = match.end()
        following.add(tuple(words))
    added: list[str] = []
    while len(following) > 1:
        firsts = {words[len(added)] if len(words) > len(added) else "" for words in following}
        if len(firsts) != 1 or "" in firsts:
            break
        added.append(firsts.pop())
        if len(added) >= _FURTHER:
            break
    for at, word in enumerate(added):
        if VERB.fullmatch(word):
            del added[at:]
            break
    while added and fold(added[-1]) in SENTENCE_WORDS:
        added.pop()
    return " ".join((core, *added))
