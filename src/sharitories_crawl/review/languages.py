"""French, unless the browser says that its reader prefers English."""

from contextvars import ContextVar

FRENCH, ENGLISH = "fr", "en"
LANGUAGE: ContextVar[str] = ContextVar("LANGUAGE", default=FRENCH)
"""The language of the request being answered, for what Datasette asks of us without a request."""


def preferred_language(header: str) -> str:
    """What an Accept-Language header asks for, of the two we speak."""
    weights = {FRENCH: 0.0, ENGLISH: 0.0}
    for item in header.split(","):
        tag, _, parameter = item.strip().lower().partition(";")
        language = tag.partition("-")[0].strip()
        if language in weights:
            weights[language] = max(weights[language], _weight(parameter))
    return ENGLISH if weights[ENGLISH] > weights[FRENCH] else FRENCH


def _weight(parameter: str) -> float:
    """The q of `;q=0.8`; 1 where there is none."""
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return max(0.0, min(1.0, float(value)))
    except ValueError:
        return 0.0
