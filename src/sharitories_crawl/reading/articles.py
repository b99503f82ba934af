"""Articles: initiatives named in running text, each with the place that the sentences about it give."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sharitories_crawl.classify.candidate import Candidate
from sharitories_crawl.classify.judge import OTHER_KIND, Judge, Wording
from sharitories_crawl.classify.naming import Named
from sharitories_crawl.geo.names import fold
from sharitories_crawl.geo.places import Evidence, own_text, without_site_name
from sharitories_crawl.models import Classification, Facts, Locality, Mention, Town, Verdict
from sharitories_crawl.reading.found import Found, Reading
from sharitories_crawl.reading.naming import subject_of
from sharitories_crawl.reading.writing import Writer

OLD_YEARS = 8
"""Press of so many years ago proves nothing about today: what it announced has often closed since. Arbitrary."""
MOST_RELATED = 6
"""Links followed from one publisher's page. Arbitrary."""
_TEASER_LETTERS = 15
_CLEARLY = 2.0
"""What a name needs beside the subject's to be an initiative's too. Set by hand on labelled pages."""
Sentence = tuple[str, str]
"""As written, and folded."""
# begins with the space and not with what stands before it: that splits a text much faster
_SENTENCE_END = re.compile(r"\s(?:(?<=[.!?].)\s*|(?<=\n)\n*)", re.DOTALL)


def read_article(
    writer: Writer, facts: Facts, found: Found, page: Locality, judged: Classification, candidates: Sequence[Candidate]
) -> Reading:
    """An article speaks of initiatives by name; its own address, mail and site are the publisher's."""
    language = facts.language or found.town.language
    title, text = without_site_name(facts.title, facts.site_name), own_text(facts)
    headline = {kind for kind, _, _ in writer.judge.kinds_in(title, language)}
    subjects = headline or {kind for kind, _, _ in writer.judge.kinds_in(facts.description, language)}
    mentions: dict[str, Mention] = {}
    passing = False
    told = judged.kind != OTHER_KIND
    sentences = [(words, fold(words)) for words in _SENTENCE_END.split(f"{title}.\n{text}")] if told else []
    main = subject_of(candidates)
    names = _one_of_each(_named(main, candidates, sentences, judged.kind, language, writer.judge), found.town)
    for named in names:
        if named.name != main and subjects and named.kind not in subjects and fold(named.name) not in fold(title):
            passing = True
            continue
        about = _sentences_about(named.name, sentences)
        if named.name == main and page.verdict is not Verdict.UNCLEAR:
            # headline and lead say of the one it is about where it is; a sentence may compare it with elsewhere
            locality = page
        else:
            locality = _locate_in_article(writer, named.name, sentences, facts.language, found.town, page)
        words = Wording(named.name, title, facts.headings, about, "", text)
        kind = writer.judge.judge(words, language, judged.page)
        kind = replace(kind, kind=named.kind, practice=writer.judge.practice(named.kind))
        of_town = fold(found.town.name) in fold(named.name) and not named.name[:1].islower()
        nameless = not of_town and writer.is_generic(named.name, found.town)
        old = "unnamed" if nameless else "old-article" if is_old(facts.published, found.fetched_at) else ""
        mention = writer.write(
            found, named.name, kind, locality, about, list_url=facts.url, gone=old, published=facts.published
        )
        mentions.setdefault(mention.id, mention)
    related = _related(writer.judge, facts, language) if page.verdict is Verdict.IN_TOWN else ()
    reason = "named-in-passing" if passing else "article-names-none" if judged.kind != OTHER_KIND else "no-kind"
    return Reading(tuple(mentions.values()), "" if mentions else reason, related=related)


def _one_of_each(names: Sequence[Named], town: Town) -> list[Named]:
    """Without names that differ by the town's alone from one before: Repair Café Oost, Repair Café Hilversum-Oost."""
    first: dict[frozenset[str], Named] = {}
    for named in names:
        own = frozenset(fold(named.name).split()) - frozenset(fold(town.name).split())
        first.setdefault(own or frozenset(fold(named.name).split()), named)
    return list(first.values())


def _named(
    main: str, candidates: Sequence[Candidate], sentences: Sequence[Sentence], kind: str, language: str, judge: Judge
) -> list[Named]:
    """The subject, and whatever else the words beside it make an initiative; none where the page is of no kind."""
    if kind == OTHER_KIND:
        return []
    names = [Named(main, kind)] if main else []
    for each in candidates:
        known = [f" {fold(named.name)} " for named in names]
        words = f" {fold(each.name)} "
        if not each.beside_kind or each.score < _CLEARLY or any(words in other or other in words for other in known):
            continue
        kinds = judge.kinds_in(each.name, language) or judge.kinds_in(
            _sentences_about(each.name, sentences, 0), language
        )
        if kinds:
            names.append(Named(each.name, kinds[0][0]))
    return names


def _related(judge: Judge, facts: Facts, language: str) -> tuple[str, ...]:
    """The first links of a publisher's page whose words name a kind: other articles, a directory of the town."""
    told = (link for link in facts.links if len(link.text) > _TEASER_LETTERS and link.url != facts.url)
    named = (link.url for link in told if judge.kinds_in(link.text, language))
    return tuple(dict.fromkeys(named))[:MOST_RELATED]


def _locate_in_article(
    writer: Writer, name: str, sentences: Sequence[Sentence], language: str, town: Town, page: Locality
) -> Locality:
    """The place by the sentences that name the thing, else with the ones after them, else by the whole article."""
    for after in (0, 1):
        evidence = Evidence(name, _sentences_about(name, sentences, after), language=language)
        locality = writer.locate(evidence, town, page)
        if locality.verdict is not Verdict.UNCLEAR:
            return locality
    return page


def is_old(published: str, fetched_at: str) -> bool:
    """Whether an article is so old that what it tells of may be gone; undated ones are not."""
    return published[:4].isdigit() and int(fetched_at[:4]) - int(published[:4]) >= OLD_YEARS


def _sentences_about(name: str, sentences: Sequence[Sentence], after: int = 1) -> str:
    """The sentences that name a thing, and so many after each: what an article says of it."""
    key = fold(name)
    near = [i for i, (_, folded) in enumerate(sentences) if key in folded]
    told = sorted({j for i in near for j in range(i, i + 1 + after) if j < len(sentences)})
    return " ".join(sentences[i][0] for i in told)
