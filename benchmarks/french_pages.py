"""The pages of the race: French sites of about 28 kB made from the project's own words, the same on every machine."""

import random
from dataclasses import dataclass
from html import escape

from sharitories_crawl.bundled import bundled_dir
from sharitories_crawl.catalogue import load_catalogue
from sharitories_crawl.geo.names import slugify
from sharitories_crawl.geo.towns import load_towns
from sharitories_crawl.models import Town

SITES = 100
PAGES_PER_SITE = 30
TOWNS = 20
"""Five sites to a town, so that a town has 150 pages: an ordinary run."""
_BYTES = 28_000
_SUBJECTS = (
    "l'association", "le collectif", "notre équipe", "la mairie", "un groupe d'habitants",
    "le conseil d'administration",
)  # fmt: skip
_VERBS = (
    "propose", "organise", "ouvre", "prépare", "soutient", "accueille", "anime", "finance", "partage", "présente",
)  # fmt: skip
_OBJECTS = (
    "un atelier de couture", "une soirée jeux", "des cours de français", "une bourse aux plantes",
    "un repas de quartier", "la réparation de vélos", "une exposition de photographies", "des machines à bois",
    "un café des parents", "une collecte de vêtements", "la fête de la rue", "des rencontres entre voisins",
    "une formation aux logiciels libres",
)  # fmt: skip
_WHEN = (
    "chaque samedi", "dès le mois de mars", "toute l'année", "pendant les vacances", "le mercredi après-midi",
    "une fois par mois",
)  # fmt: skip
_ENDS = (
    "avec l'aide des bénévoles", "dans la grande salle", "sur inscription", "pour tous les âges", "près du marché",
    "à prix libre", "sans rendez-vous", "grâce au soutien du département", "autour d'un café",
    "et tout le monde peut venir",
)  # fmt: skip
_STREETS = ("rue de la Paix", "place Victor Hugo", "avenue Jean Jaurès", "quai du Moulin", "rue des Tanneurs")
_NAMES = ("des Halles", "du Port", "du Canal", "des Lilas", "de la Gare", "du Parc")
_MENU = (
    "Accueil", "Contact", "Qui sommes-nous", "Nos ateliers", "Agenda", "Actualités", "Adhérer", "Faire un don",
    "Partenaires", "Revue de presse", "Galerie", "Bénévoles", "Foire aux questions", "Règlement", "Archives",
    "Mentions légales",
)  # fmt: skip
_SORTS = ("own", "press", "own", "own", "press", "own", "own", "press", "own", "list")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the race."""

    host: str
    """Loopback address and port."""
    path: str
    town_code: str
    html: str


def build_pages(port: int, per_site: int = PAGES_PER_SITE) -> list[Page]:
    """All pages, page by page across the sites, so that neighbours in the list lie on different hosts.

    Menus, contact pages and the sites of list entries are pages of the race too: whoever follows them asks no more.
    """
    towns = [town for town in load_towns(bundled_dir("data") / "towns.csv") if town.country == "FR"]
    # a stride through the list, so that the towns lie all over the country
    chosen = [towns[(number * 7) % len(towns)] for number in range(TOWNS)]
    words = _kind_words()
    sites = [_Site(number, port, per_site, chosen[number % TOWNS], words) for number in range(SITES)]
    return [site.page(number) for number in range(per_site) for site in sites]


def _kind_words() -> tuple[str, ...]:
    catalogue = load_catalogue(bundled_dir("queries"))
    french = next(lexicon for lexicon in catalogue.lexicons.values() if lexicon.language == "fr")
    return tuple(keywords.words[0] for keywords in french.keywords.values() if keywords.words)


def _path(number: int) -> str:
    if number == 0:
        return "/"
    return f"/{slugify(_MENU[number])}/" if number < len(_MENU) else f"/actualites/{number}/"


class _Site:
    """Six sites in ten are an initiative's own, three a newspaper's, one a directory of a town hall."""

    def __init__(self, number: int, port: int, per_site: int, town: Town, words: tuple[str, ...]) -> None:
        self.chance = random.Random(f"site {number}")
        self.number, self.port, self.per_site, self.town, self.words = number, port, per_site, town, words
        self.word = self.chance.choice(words)
        self.name = f"{self.word.capitalize()} {self.chance.choice(_NAMES)}"
        # not the same sorts in every town
        self.sort = _SORTS[(number // TOWNS + number % TOWNS) % len(_SORTS)]

    def page(self, number: int) -> Page:
        self.chance.seed(f"site {self.number}, page {number}")
        body = {"own": self._own, "press": self._article, "list": self._list}[self.sort](number)
        html = self._padded(*self._around(body, number))
        return Page(self._host(self.number), _path(number), self.town.code, html)

    def _host(self, site: int) -> str:
        return f"127.0.0.{site % SITES + 1}:{self.port}"

    def _link(self, number: int) -> str:
        return _path(number % self.per_site)

    def _sentence(self) -> str:
        pick = self.chance.choice
        sentence = f"{pick(_WHEN)}, {pick(_SUBJECTS)} {pick(_VERBS)} {pick(_OBJECTS)} {pick(_ENDS)}"
        if self.chance.random() < 0.15:
            sentence += f" à {self.town.name}"
        if self.chance.random() < 0.04:
            sentence += f", comme tout {pick(self.words)}"
        return sentence[0].upper() + sentence[1:] + "."

    def _paragraph(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))

    def _address(self) -> str:
        street = f"{self.chance.randint(1, 120)} {self.chance.choice(_STREETS)}"
        return f"{street}<br>{self.town.postal_codes[0]} {self.town.name}"

    def _own(self, number: int) -> str:
        first = f"<h1>{escape(self.name)}</h1><p class='chapo'>{self.name}, {self.word} à {self.town.name}.</p>"
        return first + "".join(self._section() for _ in range(8))

    def _section(self) -> str:
        onward = self._link(self.chance.randrange(PAGES_PER_SITE))
        return (
            f"<section class='wp-block wp-block-group'><h2>{self._sentence()[:50]}</h2><p>{self._paragraph(4)}</p>"
            f"<div class='row'><div class='col col-6'><p>{self._paragraph(2)} <a href='{onward}?utm_source=home'>"
            "En savoir plus</a></p></div><div class='col col-6'><img loading='lazy' src='/i/"
            f"{self.chance.randint(1, 99)}.jpg' alt='{escape(self._sentence(), quote=True)}'></div></div></section>"
        )

    def _article(self, number: int) -> str:
        told = "".join(
            f"<p>« {self.chance.choice(self.words).capitalize()} {name} », {self.chance.choice(self.words)} de "
            f"{self.town.name}. {self._paragraph(5)}</p>"
            for name in self.chance.sample(_NAMES, 2)
        )
        return (
            f"<article><h1>{self.town.name}. {self._sentence()}</h1><time datetime='2026-0{number % 9 + 1}-12'>le 12"
            f"</time><p class='chapo'><strong>{self._paragraph(2)}</strong></p>{told}"
            + "".join(f"<p>{self._paragraph(6)}</p>" for _ in range(6))
            + "</article>"
        )

    def _list(self, number: int) -> str:
        cards = "".join(
            f"<li class='card'><h3>{escape(self.chance.choice(self.words).capitalize())} {name}</h3>"
            f"<p>{self._paragraph(2)}</p><p class='adresse'>{self._address()}</p><p>Tél. 02 97 "
            f"{self.chance.randint(10, 99)} {self.chance.randint(10, 99)} 56</p>"
            f"<a href='http://{self._host(self.number + entry * TOWNS)}/'>Site</a></li>"
            for entry, name in enumerate(_NAMES * 2)
        )
        return f"<h1>Annuaire des associations de {self.town.name}, page {number}</h1><ul class='cards'>{cards}</ul>"

    def _around(self, body: str, number: int) -> tuple[str, str]:
        """What a content management system writes before and after; the end lacks its closing tags."""
        publisher = {"press": f"La Gazette de {self.town.name}", "list": f"Ville de {self.town.name}"}
        site = escape(publisher.get(self.sort, self.name))
        kind = {"own": "Organization", "press": "NewsArticle", "list": "WebPage"}[self.sort]
        menu = "".join(
            f'<li id="menu-item-{i}" class="menu-item menu-item-page"><a href="{self._link(i)}">{label}</a></li>'
            for i, label in enumerate(_MENU)
        )
        news = "".join(
            f'<li><a href="{self._link(i)}">{self._sentence()[:60]}</a></li>'
            for i in range(len(_MENU), len(_MENU) + 12)
        )
        styles = "".join(f'<link rel="stylesheet" href="/wp-content/themes/t/{i}.css?ver=5.{i}">' for i in range(9))
        mailbox = f"contact@site{self.number}.example"
        start = (
            f'<!doctype html><html lang="fr-FR"><head><meta charset="utf-8"><title>{self._sentence()[:60]} - {site}'
            f'</title><meta name="description" content="{escape(self._paragraph(1), quote=True)}">'
            f'<meta property="og:site_name" content="{site}"><meta property="og:type" content="website">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">{styles}'
            f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"{kind}",'
            f'"name":"{self.name}","datePublished":"2026-03-05T10:00:00+01:00"}}</script>'
            f'<link rel="canonical" href="{_path(number)}"></head><body class="page"><header id="masthead">'
            f'<a href="/" class="logo"><img src="/logo.png" alt="logo"></a><nav class="menu"><ul>{menu}</ul></nav>'
            f'</header><main id="content">{body}</main>'
        )
        end = (
            f'<aside class="widget"><h2>Actualités</h2><ul>{news}</ul></aside><footer class="site-footer">'
            f'<div class="contact"><p>{site}, {self._address()}</p><p>Tél. 02 97 {self.number % 90 + 10} 34 56 — '
            f'<a href="mailto:{mailbox}">{mailbox}</a></p></div><ul>'
            f'<li><a href="https://www.facebook.com/site{self.number}">Facebook</a></li>'
            f'<li><a href="{self._link(len(_MENU) - 1)}">Mentions légales</a></li></ul></footer>'
        )
        return start, end

    def _padded(self, start: str, end: str) -> str:
        """The page with as much inline style as brings it to its size, as real pages have."""
        left = max(0, _BYTES + self.chance.randint(-4_000, 4_000) - len((start + end).encode()) - 30)
        style = "".join(f".wp-block-{i}{{margin:{i}px auto;color:#{i * 7919 % 4096:03x}}}" for i in range(left // 30))
        return f"{start}{end}<style>{style[:left]}</style></body></html>"
