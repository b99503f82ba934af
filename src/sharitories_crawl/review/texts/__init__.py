"""What the review pages say, in the reader's language: fr.toml and en.toml have the same keys."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sharitories_crawl.review.languages import ENGLISH, FRENCH

LANGUAGES = (FRENCH, ENGLISH)
_TWO_PARTS = re.compile(r"(?<=«) | (?=[:;?!»](?:[ \"\'\n]|$))")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Texts:
    """All words of one language."""

    language: str
    sections: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **values: object) -> str:
        """`item.rank` with its values filled in. What is filled in came from the web: it is never a format itself."""
        section, _, name = key.partition(".")
        text = self.sections[section][name]
        return _PLACE.sub(lambda match: str(values.get(match[1], match[0])), text)

    def label(self, section: str, slug: str) -> str:
        """The word for a slug of the data; a slug that has none stands for itself."""
        return self.sections[section].get(slug, slug)

    def number(self, value: float, places: int = 2) -> str:
        """With a decimal comma in French."""
        text = f"{value:.{places}f}"
        return text.replace(".", ",") if self.language == FRENCH else text

    def counted(self, key: str, count: int) -> str:
        """`queue.left` for a number, with forms of its own for one and none where the language file has them."""
        section, _, name = key.partition(".")
        special = {0: f"{name}_none", 1: f"{name}_one"}.get(count, "")
        chosen = special if special in self.sections[section] else name
        return self(f"{section}.{chosen}", n=self.whole(count))

    def whole(self, count: int) -> str:
        """Thousands apart: a narrow no-break space in French, a comma in English."""
        return f"{count:,}".replace(",", "\u202f") if self.language == FRENCH else f"{count:,}"

    def day(self, moment: str) -> str:
        """The day of a moment as stored: 26/11/2026, or 2026-11-26."""
        day = moment[:10]
        return "/".join(reversed(day.split("-"))) if self.language == FRENCH else day

    def minute(self, moment: str) -> str:
        """Day and minute of a moment as stored (UTC)."""
        return f"{self.day(moment)} {moment[11:16]}"


@lru_cache(maxsize=len(LANGUAGES))
def texts_in(language: str) -> Texts:
    """The texts of a language; French where there are none."""
    known = language if language in LANGUAGES else FRENCH
    content = files("sharitories_crawl.review.texts").joinpath(f"{known}.toml").read_text(encoding="utf-8")
    # a French sign of two parts never begins a line
    return Texts(known, tomllib.loads(_TWO_PARTS.sub("\u00a0", content) if known == FRENCH else content))
