"""What a person can do about each way in which a source fails: the words of the doctor, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from sharitories_crawl.models import AnswerStatus


@dataclass(frozen=True, slots=True)
class Remedy:
    """Templates: {detail} is what was seen, {rests} until when the source is left alone, {key}, {url_variable} and
    {permission_variable} are names of settings, {others} further addresses of the same service."""

    what: str
    todo: str
    is_yours: bool = False
    """Whether the user mends it by a setting of his own: the source then need not rest, for waiting mends nothing."""


_REPORT = (
    "the answer is kept in the archive beside the database: report it, with what `sharitories sources parse` says of it"
)
_CHANGED = Remedy("its format has changed: {detail}", _REPORT)
_ENGINES = Remedy(
    "none of its engines gave a result: {detail}",
    "wait until they answer again, or switch on other engines in the instance's settings.yml",
)
_REFUSED_QUESTION = Remedy("it calls the question bad, so its interface has changed: {detail}", _REPORT)
_SERVER_ERROR = Remedy("the server has an error of its own: {detail}", "try again later, or use another source")
_SILENT = Remedy(
    "it cannot be reached: {detail}",
    "is there a network? If other sources answer, try again later, or set {url_variable} to its new address{others}",
)
_BUSY = Remedy("it is too busy: {detail}", "try again later, or set {url_variable} to another server{others}")
_TOO_LARGE = Remedy("its answer is too large: {detail}", "raise max_bytes (SHARITORIES_MAX_BYTES)")
_NOT_THERE = Remedy("there is nothing at its address: {detail}", "set {url_variable} to its new address{others}")
_BAD_ADDRESS = Remedy(
    "its address cannot be used: {detail}", "correct {url_variable}, like https://search.example.org", is_yours=True
)

BY_REASON: Mapping[str, Remedy] = {
    "missing-key": Remedy(
        "no key is set",
        "set {key} in the environment, or write {key}=... into ~/.config/sharitories/keys.env, which only you may read",
        is_yours=True,
    ),
    "wrong-key": Remedy(
        "the key in {key} is refused",
        "check {key}, or copy the key anew from the vendor's site; it may have expired",
        is_yours=True,
    ),
    "json-not-enabled": Remedy(
        "JSON is off: the instance refuses to answer in JSON (403)",
        "add json to search.formats in the instance's settings.yml and restart it",
        is_yours=True,
    ),
    "limiter": Remedy(
        "its limiter refuses this address (429)",
        "on your own instance, add this address to pass_ip in limiter.toml or set server.limiter: false in"
        " settings.yml, and restart it; {rests}",
    ),
    "no-engine-answered": _ENGINES,
    "engines-not-reported": _ENGINES,
    "token-required": Remedy(
        "the map's owner demands a token: {detail}", "ask its owner, or choose another map", is_yours=True
    ),
    "user-agent-refused": Remedy(
        "it refuses callers that it cannot write to (406)",
        "set a contact: SHARITORIES_CONTACT=you@example.org",
        is_yours=True,
    ),
    "robots-disallowed": Remedy(
        "its robots.txt asks programs to stay away: {detail}",
        "leave it out; where its operator allows you to ask, say who and when in {permission_variable}",
        is_yours=True,
    ),
    "robots-unreachable": Remedy(
        "its robots.txt could not be read, so it is left alone: {detail}", "try again later; {rests}"
    ),
    "refused-address": Remedy(
        "its address leads into a private network: {detail}",
        "allow that network, as in SHARITORIES_ALLOW_NETWORKS=10.0.0.0/8, if it is yours",
        is_yours=True,
    ),
    "refused-port": _BAD_ADDRESS,
    "bad-url": _BAD_ADDRESS,
    "crawl-delay-too-long": Remedy(
        "its robots.txt asks for longer pauses than a run can keep: {detail}", "raise max_crawl_delay, or leave it out"
    ),
    **dict.fromkeys(("dns", "no-route", "connection-refused", "connection-reset", "timeout", "too-slow"), _SILENT),
    "tls": Remedy(
        "no trustworthy encrypted connection could be made: {detail}",
        "check this machine's clock and certificates; if they are right, wait until the service mends its own",
    ),
    **dict.fromkeys(("too-large", "decompresses-too-large"), _TOO_LARGE),
    **dict.fromkeys(("server-busy", "gateway-timeout", "query-timeout", "overpass-remark"), _BUSY),
    **dict.fromkeys(("bad-query", "bad-request", "refused-question"), _REFUSED_QUESTION),
    **dict.fromkeys(("http-404", "http-410"), _NOT_THERE),
}
"""Reason of an answer -> remedy; those that are not here go by their status."""

BY_OWN_ADDRESS: Mapping[str, Remedy] = {
    **dict.fromkeys(
        ("dns", "no-route", "connection-refused", "connection-reset", "timeout", "too-slow"),
        Remedy("nothing answers at its address: {detail}", "check {url_variable}, and that the service is running"),
    ),
    **dict.fromkeys(
        ("http-404", "http-410", "html-instead-of-json", "not-a-results-page"),
        Remedy(
            "something else answers at its address: {detail}",
            "check that {url_variable} is the address of the service, and that it may answer programs",
        ),
    ),
}
"""The same where the user set the address himself, which is then the first thing to look at."""

BY_STATUS: Mapping[AnswerStatus, Remedy] = {
    AnswerStatus.BLOCKED: Remedy("it keeps this tool out: {detail}", "use another source meanwhile; {rests}"),
    AnswerStatus.CAPTCHA: Remedy(
        "it asks to prove that a human is asking, which this tool never does: {detail}",
        "use another source meanwhile; {rests}",
    ),
    AnswerStatus.RATE_LIMITED: Remedy("it asks to wait: {detail}", "wait; {rests}"),
    AnswerStatus.QUOTA: Remedy("its quota is used up: {detail}", "use another source, or take a larger plan; {rests}"),
    AnswerStatus.TIMEOUT: _SILENT,
    AnswerStatus.UNREADABLE: _CHANGED,
}


def remedy_of(status: AnswerStatus, reason: str, *, own_address: bool) -> Remedy:
    """What to say of an answer that is neither results nor empty."""
    if own_address and reason in BY_OWN_ADDRESS:
        return BY_OWN_ADDRESS[reason]
    if reason.startswith("engines-"):
        return _ENGINES
    if reason.startswith("http-5"):
        return _SERVER_ERROR
    return BY_REASON.get(reason) or BY_STATUS[status]


def is_yours_to_mend(reason: str) -> bool:
    """Whether a setting of the user's mends it, so that the source is asked again as soon as he likes."""
    remedy = BY_REASON.get(reason)
    return remedy is not None and remedy.is_yours
