"""One sentence for each column that people meet."""

_INITIATIVE = {
    "id": "Stable id: it stays with the initiative through every later run; it leads to all its evidence",
    "name": "Best name among the mentions: the initiative's own site before a directory before a press article",
    "town_code": "Commune code: INSEE in France, the national one elsewhere",
    "town": "The town that was asked about and in which it stands",
    "practice": "consommer, travailler, produire, s-engager or financer",
    "kind": "Sort of initiative, by the words that name it",
    "actor": "Who carries it: citizen, public, private or platform",
    "status": "DISCOVERED until a person says IN, OUT or UNDECIDED",
    "score": "0 to 1: how sure the evidence makes us",
    "url": "Its own site where one is known, else the page that tells of it",
    "address": "Street, postal code and city as the evidence gives them",
    "postal_code": "Postal code",
    "latitude": "Degrees north (WGS 84), where a source gives them",
    "longitude": "Degrees east (WGS 84), where a source gives them",
    "first_seen": "When the earliest of its mentions was fetched (UTC)",
    "last_seen": "When the latest of its mentions was fetched (UTC)",
    "sources": "Sources that know of it",
    "mentions": "How many pieces of evidence there are",
    "email": "Mailbox of the organisation; those of persons are never kept",
    "phone": "Telephone of the organisation, in international form",
    "siren": "Company or association number (SIREN, 9 digits)",
    "rna": "Association number (RNA, W and 9 digits)",
    "reasons": "Why these mentions were joined; empty where there is but one",
}

_MENTION = {
    "initiative_id": "The candidate it speaks for",
    "mention_id": "Stable id of the piece of evidence",
    "source": "Where the question was asked",
    "source_id": "The directory's own id of the record",
    "query_id": "The question: source/town/keyword",
    "rank": "Place among the results, from 1; empty for a directory's record",
    "url": "The page or record",
    "title": "Title of the page or record",
    "snippet": "The words that led there, or an excerpt",
    "locality": "in_town, intercommunality, elsewhere or unclear",
    "locality_reason": "The clue that decided where it is",
    "place_name": "The place the evidence names",
    "fetched_at": "When it was fetched (UTC)",
    "run_id": "The run that read it last",
    "name": "The initiative's name as this evidence gives it",
    "kind": "Sort of initiative by this evidence alone",
    "relevance": "0 to 1: how much this looks like an initiative",
    "reasons": "Everything that counted, in words",
    "dropped": "Why it is no candidate; empty for a kept one",
    "reason": "Why it was not kept",
    "licence": "Licence of the data it comes from, where one is stated",
    "town": "The town it was read for",
    "town_code": "Commune code of the town it was read for",
    "gone_at": "Since when your own list does not hold it any more (UTC); empty while it does, and for other sources",
}

_QUESTION = {
    "id": "source/town/keyword: the same in every run",
    "source": "Where it was asked",
    "town_code": "Commune code of the town it asks about",
    "town": "The town it asks about",
    "kinds": "Kinds of initiative it asks for; empty where a directory is asked for everything",
    "text": "The words sent to a web search; empty for a directory that is asked by place",
    "status": "results, empty, blocked, captcha, rate-limited, quota, timeout or unreadable; empty cell: not asked",
    "reason": "Slug of why there are no results",
    "detail": "What was seen, in words",
    "results": "How many results or records",
    "asked_at": "When (UTC)",
    "retry_at": "When it may be asked again after a failure (UTC)",
    "run_id": "The run that asked it last",
}


def _chosen(of: dict[str, str], names: str, **others: str) -> dict[str, str]:
    return {name: others.get(name) or of[name] for name in names.split()}


COLUMNS: dict[str, dict[str, str]] = {
    "initiatives": _INITIATIVE,
    "review_queue": _chosen(_INITIATIVE, "id name town practice kind actor score mentions sources url address"),
    "evidence": _chosen(
        _MENTION,
        "initiative_id mention_id source source_id query_id rank url title snippet locality locality_reason fetched_at"
        " run_id name kind relevance reasons licence town_code gone_at",
    ),
    "dropped": _chosen(
        _MENTION,
        "mention_id reason name kind town locality locality_reason place_name relevance source query_id rank url title"
        " snippet reasons fetched_at",
    ),
    "related": {
        "id_a": "One of the two; it leads to all its evidence",
        "name_a": "Its name",
        "kind_a": "Its sort of initiative",
        "id_b": "The other; it leads to all its evidence",
        "name_b": "Its name",
        "kind_b": "Its sort of initiative",
        "town": "The town of both",
        "how": "branch, district-group, host-and-hosted, network-and-member or currency-and-association",
        "score": "0 to 1: how much they look like one thing, which they were not taken for",
        "reasons": "What they have in common and what keeps them apart",
    },
    "suggested_sites": {
        "url": "The site that was named",
        "words": "The words beside the link",
        "town": "The town of those who name it",
        "named_by": "How many pages name it",
        "partners_of": "The candidates whose own sites name it",
        "found_on": "One of the pages that name it",
        "run_id": "The run that met it last",
    },
    "coverage": {
        "town_code": "Commune code of the town",
        "town": "The town that was asked about",
        "source": "Where it was asked about",
        "queries": "Questions planned",
        "asked": "Questions that were put",
        "with_results": "Questions answered with results",
        "empty": "Questions to which the source said that it has nothing",
        "failed": "Questions without a usable answer: blocked, captcha, timeout, ...",
        "initiatives": "Candidates that this source has evidence for",
        "last_asked": "When it was asked last (UTC)",
    },
    "query_status": _QUESTION,
    "failures": {
        "what": "answer: a source did not answer; page: a page could not be had",
        "of": "The source, or the site",
        "town_code": "Commune code of the town asked about; empty for a page, which may serve several towns",
        "subject": "The question, or the page",
        "slug": "How it ended",
        "reason": "The same more closely, where more is known",
        "detail": "What was seen, in words",
        "at": "When (UTC)",
        "retry_at": "When it may be tried again (UTC); empty: not before the refresh time",
        "run_id": "The run in which it happened last",
    },
    "changes": {
        "run_id": "The run in which it happened",
        "at": "When (UTC)",
        "change": "discovered, new evidence, or merged into another",
        "initiative_id": "The initiative; it leads to all its evidence",
        "name": "Its name today",
        "town": "Its town",
        "kind": "Sort of initiative",
        "url": "Its own site where one is known, else the page that tells of it",
    },
    "initiative": _chosen(
        _INITIATIVE,
        "id town_code name practice kind actor status score url postal_code latitude longitude email phone siren rna"
        " sources mentions reasons first_seen last_seen",
    )
    | {
        "first_run_id": "The run that discovered it",
        "run_id": "The run that joined its mentions last",
        "merged_into": "The initiative it went into, where it proved to be the same",
    },
    "mention": _chosen(
        _MENTION,
        "source source_id query_id rank url title snippet name kind relevance locality locality_reason place_name"
        " reasons dropped licence fetched_at run_id town_code gone_at",
    )
    | {
        "id": "Stable id of the piece of evidence",
        "found_in": "The page or answer it was read from",
        "site": "Host of the initiative's own site",
        "list_url": "The page that lists it among others",
        "first_run_id": "The run that read it first",
    },
    "source": {
        "rests_until": "Until when it is left alone after a block (UTC)",
        "checked_at": "When it was last asked whether it is well, or was to be asked (UTC)",
        "check_verdict": "What that check said: ok, warning or failing; empty: never checked",
        "check_detail": "What was found then, and what to do",
    },
    "page": {
        "status": "ok, or the slug of why it could not be had",
        "text": "Main text, without menus and footers",
        "retry_at": "When it may be tried again after a passing failure (UTC)",
        "digest": "Of the main text: equal for copies",
    },
    "lead": {
        "origin": "result, record, entry (of a list), related (of an article), partner (of a site) or contact (page)",
        "found_on": "The question or page it was found on",
        "follow": "0 for a partner whose words name no kind of initiative: not fetched, see the view suggested_sites",
    },
    "own_list": {
        "source": "The name it was imported under",
        "file": "The file's name",
        "columns": "What was read from which column",
        "licence": "As stated when it was imported",
        "rows": "Rows that were kept",
        "rejected": "Rows that were not, as the file of rejects said",
        "digest": "SHA-256 of the rows kept: the same list again changes nothing",
        "imported_at": "When this version was imported first (UTC)",
    },
    "ranking": {
        "learned_at": "When it was fitted (UTC)",
        "learned_from": "Verdicts it was fitted to",
        "held_back": "Verdicts it was compared on, which it did not see",
        "average_precision": "0 to 1, on those: how high the accepted ones stand in its order",
        "score_average_precision": "The same for the order by score alone",
        "used": "1 where it is better than the score, so that the queue follows it",
        "intercept": "Log-odds of a candidate without any clue",
        "weights": "Clue -> what it adds to the log-odds (JSON)",
    },
    "response": {
        "archive_file": "WARC file in the folder archive/ beside the database",
        "archive_offset": "Byte at which the record begins",
        "bytes": "As received",
        "digest": "SHA-256 of the body, first 32 digits",
    },
}
"""Table or view -> column -> what it says; of the views every column, of the tables those that need a word."""
