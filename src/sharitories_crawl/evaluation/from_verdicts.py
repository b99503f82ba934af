"""What reviewers decided, as labelled pages and pairs in the format that `evaluate` reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sharitories_crawl.extract.urls import social_account
from sharitories_crawl.models import Mention

NOT_TOLD = ("duplicate",)
"""Reasons to reject a candidate that say nothing about its page: the initiative is there, under another name."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A mention, with the verdict on its candidate and the fields as the reviewer left them."""

    mention: Mention
    status: str
    """IN or OUT; anything else is no label."""
    reason: str
    name: str
    kind: str
    actor: str


def page_label(
    found_in: str, town: str, keyword: str, html: str, decided: Sequence[Decided]
) -> dict[str, object] | None:
    """One labelled page from all the mentions that were kept of it; None while one of them waits for a verdict.

    A verdict tells whether an initiative of the town stands behind the page, not what sort of page it is, nor where
    the rejected ones are: those labels stay empty, and are not marked.
    """
    if not decided or any(each.status not in ("IN", "OUT") or each.reason in NOT_TOLD for each in decided):
        return None
    accepted = [each for each in decided if each.status == "IN"]
    first = (accepted or list(decided))[0]
    single = len(decided) == 1 and not first.mention.list_url
    label = {
        "place": "in_town" if accepted else "",
        "place_name": "",
        "initiative_here": bool(accepted),
        "page_kind": "",
        "name": first.name if single and accepted else "",
        "kind": first.kind if single and accepted else "",
        "actor": first.actor if single and accepted else "",
        "stage": "open" if single and accepted else "closed" if single and first.reason == "closed" else "",
        "entries": [] if single else [{"name": each.name, "kind": each.kind} for each in accepted],
        "why": f"verdicts of reviewers: {', '.join(sorted({each.status for each in decided}))}",
    }
    mention = first.mention
    return {
        "id": f"{town}-{mention.id}", "url": found_in, "title": mention.title, "snippet": mention.snippet, "html": html,
        "town": town, "keyword": keyword, "case": "verdict", "homonym": False, "label": label,
    }  # fmt: skip


def pair_label(id: str, town: str, a: Mention, b: Mention, *, same: bool) -> dict[str, object]:
    """One labelled pair from what a reviewer said of two mentions."""
    return {
        "id": id, "town": town, "a": _record(a), "b": _record(b), "same": same, "related": False, "case": "verdict",
        "why": "a reviewer said so",
    }  # fmt: skip


def _record(mention: Mention) -> Mapping[str, object]:
    fields: dict[str, object] = {
        "name": mention.name, "kind": mention.kind, "street": mention.street, "postal_code": mention.postal_code,
        "city": mention.city, "url": f"https://{mention.site}/" if mention.site else "", "phone": mention.phone,
        "email": mention.email, "siren": mention.siren, "rna": mention.rna,
        "socials": [url for account in mention.socials if (url := _address(account))],
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value}


def _address(account: str) -> str:
    """An address that is read as this account again; empty where there is none so simple."""
    network, _, handle = account.partition("/")
    address = f"https://www.{network}.com/{handle}"
    return address if social_account(address) == account else ""
