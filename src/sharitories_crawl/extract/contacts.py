"""How to reach an organisation: its mailboxes, its telephones, its registration numbers."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sharitories_crawl.extract.digits import digit_runs
from sharitories_crawl.extract.hosts import FREE_MAIL, HOSTING_SIRENS
from sharitories_crawl.extract.mailboxes import is_organisation_mailbox

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_MOST_SIGNS = 500
_MOST_PHONES = 20

_LOCAL_BEFORE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+\-]{0,63}$")
_DOMAIN_AFTER = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}(?![A-Za-z0-9-])")
_HIDDEN_AT = re.compile(
    r"\s{0,3}(?:[\[({<]\s{0,2}(?:at|arobase|arobas|chez|@|a|apenstaartje)\s{0,2}[\])}>]| arobase |(?-i: AT ))\s{0,3}",
    re.I,
)
_HIDDEN_DOT = re.compile(
    r"\s{0,3}(?:[\[({<]\s{0,2}(?:dot|point|punt|ponto|\.)\s{0,2}[\])}>]| point |(?-i: DOT ))\s{0,3}", re.I
)
_HIDING = re.compile(r"[\[({<]\s{0,2}(?:@|(?:at|AT|At|arobase?|Arobase?|chez|a|A)\b)")
_NOT_A_DOMAIN = ("png", "jpg", "jpeg", "gif", "webp", "svg", "css", "js", "avif", "woff", "woff2")

_PHONE = re.compile(
    r"(?:\+\d{1,3}|00\d{2}|0|\(0)[\s.\u00a0()/-]{0,3}\d(?:[\s.\u00a0()/-]{0,3}\d){6,11}(?![\d%€])(?!,\d)"
)
_PORTUGUESE_PHONE = re.compile(r"2\d{2}[ .]?\d{3}[ .]?\d{3}(?!\d)")
_WITHIN = re.compile(r"(?:[\w.,+/-]|\d[ .\u00a0])$")
_DAY = re.compile(r"(?<!\d)[0-3]?\d([/.-])[01]?\d\1(?:19|20)\d\d")
_FRENCH = re.compile("0[1-9][0-9]{8}")
_NOT_DIGIT = re.compile(r"[^\d+]+")

_SIREN = re.compile(
    r"sire[nt][^0-9\n]{0,40}(\d{3})[ .\u00a0]?(\d{3})[ .\u00a0]?(\d{3})(?:[ .\u00a0]?(\d{3})[ .\u00a0]?(\d{2}))?(?!\d)",
    re.I,
)
_HOSTING = re.compile(r"h[ée]berge", re.I)
_RNA = re.compile(r"(?<![A-Za-z0-9])W((?:\d{3}|2[AB]\d|9[A-Z]\d)\d{6})(?!\d)")


def find_emails(text: str, stated: Iterable[str], site: str, name: str) -> tuple[str, ...]:
    """Organisations' mailboxes only, lower case, those of the site's own domain first.

    `stated` are mailto: links and structured data; `site` is the host of the page and `name` what it calls itself.
    """
    found = dict.fromkeys(address for value in stated for address in _addresses_in(unquote(value)))
    if "@" in text:
        found.update(dict.fromkeys(_addresses_in(text)))
    if "arobas" in text or " AT " in text or _is_hidden(text):
        found.update(dict.fromkeys(_addresses_in(_reveal(text))))
    kept = [address for address in found if is_organisation_mailbox(address, site, name)]
    own = site.removeprefix("www.")
    return tuple(sorted(kept, key=lambda address: 0 if address.endswith(own) and own else 1))


def _is_hidden(text: str) -> bool:
    return any(_HIDING.match(text, place) for bracket in "[({<" for place in _places(text, bracket))


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + 1)


def _reveal(text: str) -> str:
    return _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text))


def _addresses_in(text: str) -> Iterable[str]:
    """Addresses around each @ sign; looked at from the sign, so that long words without one cost nothing."""
    position = text.find("@")
    for _ in range(_MOST_SIGNS):
        if position < 0:
            return
        local = _LOCAL_BEFORE.search(text[max(0, position - 64) : position])
        domain = _DOMAIN_AFTER.match(text, position + 1)
        if local and domain:
            address = f"{local.group(0).rstrip('.')}@{domain.group(0)}".lower()
            if address.rpartition(".")[2] not in _NOT_A_DOMAIN and ".." not in address:
                yield address
        position = text.find("@", position + 1)


def find_phones(text: str, links: Iterable[str], stated: Iterable[str], country: str) -> tuple[str, ...]:
    """Telephones in E.164. Mobiles only where structured data (`stated`) gives them as an organisation's.

    `links` are the values of tel: links; `country` is the region that a number without prefix is read in.
    """
    kept = [number for value in stated if (number := _e164(value, country, True))]
    kept += [number for value in links if (number := _e164(unquote(value), country, False))]
    kept += _phones_in(text, country)[: max(0, _MOST_PHONES - len(kept))]
    return tuple(dict.fromkeys(kept))[:_MOST_PHONES]


@lru_cache(maxsize=64)
def _phones_in(text: str, country: str) -> tuple[str, ...]:
    """The first telephones in a text. Remembered, since an item of a list and its heading say the same."""
    numbers = (_e164(written, country, False) for written in _written_numbers(text, country))
    return tuple(islice(filter(None, numbers), _MOST_PHONES))


def _written_numbers(text: str, country: str) -> Iterator[str]:
    """What looks like a telephone: begins with +, 00, 0 or (Portugal) 2, and is no date, fax or part of more digits."""
    tried = done = 0
    for start, _ in digit_runs(text):
        begin = start - 1 if text[start - 1 : start] in ("+", "(") else start
        if start < done or not (begin < start or text[start] == "0" or (text[start] == "2" and country == "PT")):
            continue
        match = _PHONE.match(text, begin) or (_PORTUGUESE_PHONE.match(text, start) if country == "PT" else None)
        before = text[max(0, begin - 14) : begin].lower()
        if match is None or _WITHIN.search(before[-3:]):
            continue
        done = match.end()
        tried += 1
        if tried > 50 * _MOST_PHONES:
            return
        if not ("fax" in before or "siret" in before or "siren" in before or _DAY.search(match.group(0))):
            yield match.group(0)


@lru_cache(maxsize=4096)
def _number(digits: str, country: str) -> tuple[str, bool] | None:
    """E.164, and whether the number is a mobile; None for no valid number of an organisation."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    try:
        number = _french(digits) if country == "FR" else None
        number = number or phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    # UNKNOWN is what is_valid_number says no to, after the same work
    kind = phonenumbers.number_type(number)
    if kind in (PhoneNumberType.UNKNOWN, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.PAGER):
        return None
    mobile = kind in (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), mobile


def _french(digits: str) -> "PhoneNumber | None":
    """A French number as it is usually written. Parsing comes to the same, at most of the cost of a number."""
    from phonenumbers import PhoneNumber

    return PhoneNumber(country_code=33, national_number=int(digits[1:])) if _FRENCH.fullmatch(digits) else None


def _e164(written: str, country: str, mobiles: bool) -> str:
    # +33 (0)2 ...: the bracketed zero is not dialled
    digits = _NOT_DIGIT.sub("", written[:60].replace("(0)", "")) if written.lstrip().startswith(("+", "00")) else ""
    digits = digits or _NOT_DIGIT.sub("", written[:60])
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not 8 <= len(digits) <= 16:
        return ""
    read = _number(digits, country)
    return read[0] if read is not None and (mobiles or not read[1]) else ""


def find_sirens(text: str) -> tuple[str, ...]:
    """SIREN numbers beside the word SIREN or SIRET whose check digit holds; those of web hosts left out."""
    if "sire" not in text and "SIRE" not in text and "Sire" not in text:
        return ()
    kept = []
    for match in _SIREN.finditer(text):
        siren = "".join(match.group(1, 2, 3))
        branch = "".join(match.group(4, 5)) if match.group(4) else ""
        hosted = _HOSTING.search(text, max(0, match.start() - 150), match.start())
        if hosted or siren in HOSTING_SIRENS or not _has_check_digit(siren):
            continue
        if not branch or _has_check_digit(siren + branch) or siren == "356000000":
            kept.append(siren)
    return tuple(dict.fromkeys(kept))


def _has_check_digit(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and int(number) > 0


def find_rnas(text: str) -> tuple[str, ...]:
    """Numbers of the French register of associations, W561001234."""
    return tuple(dict.fromkeys(f"W{match.group(1)}" for match in _RNA.finditer(text))) if "W" in text else ()


def is_free_mail(address: str) -> bool:
    """Whether the mailbox is at a provider that anybody may use, so that its domain identifies nobody."""
    return address.rpartition("@")[2] in FREE_MAIL
