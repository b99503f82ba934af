"""Whether a page is what stands at an address that nobody uses any more: for sale, parked, expired."""

from sharitories_crawl.geo.names import fold

_WORDS = (
    "domain is for sale", "domain name is for sale", "domain may be for sale", "buy this domain", "domain is parked",
    "parked domain", "parked free", "domain has expired", "domain name has expired", "this domain is registered at",
    "ce domaine est a vendre", "nom de domaine est a vendre", "ce nom de domaine est en vente", "domaine a vendre",
    "acheter ce domaine", "domaine expire", "domaine a expire", "domaine est parque", "page de parking",
    "ce domaine a ete enregistre", "ce nom de domaine a ete enregistre", "domeinnaam is te koop", "domein is te koop",
    "dit domein is gereserveerd", "domeinnaam is geregistreerd", "dominio esta a venda", "dominio a venda",
    "dominio expirou", "domanen ar till salu", "domannamnet ar till salu", "domanen ar parkerad", "domain zu verkaufen",
    "sedo domain parking", "parkingcrew", "hugedomains",
)  # fmt: skip
MOST_LETTERS = 1_500
"""A parked page says little else. Arbitrary."""


def says_parked(title: str, text: str) -> bool:
    """A short page that offers its own address."""
    if len(text) > MOST_LETTERS:
        return False
    words = fold(f"{title} {text}")
    return any(phrase in words for phrase in _WORDS)
