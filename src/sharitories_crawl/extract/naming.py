"""The name of whom a page is about, freed from what sites put around it."""

import re
from functools import lru_cache

from sharitories_crawl.geo.names import fold

_LONGEST_NAME = 90
_PARTS = re.compile(r"\s+(?:[-–—|·»«•/]|::?)\s+|\s*[|•»]\s*|\s+[-–—]\s*$|^\s*[-–—]\s+")
_WELCOME = re.compile(
    r"^(?:bienvenue?s?|soyez les bienvenus|welkom|welcome|bem[- ]vind[oa]s?|välkommen|vous êtes)\b"
    r"(?: +(?:(?:sur|dans|à|au|aux|chez|op|bij|to|ao|à|till|le|la|les|de|du|des|l['’]|site|page|website|blog|internet|"
    r"officiel|web|en|ligne|de website van|the|of|van|do|da|no|na)\b ?)*)?(?:[dl]['’])?[ :!,-]*",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(
    r"^(?:(?:le )?(?:site|blog)(?: (?:web|internet))?(?: officiel)?) (?:de la |de l['’]|du |des |de |d['’])", re.I
)

_HOST_NAME = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/?")

# what pages are called, not groups
_CHROME_NAMES = """
    accueil, page d'accueil, bienvenue, home, homepage, home page, index, welkom, welcome, bem-vindo, início,
    inicio, hem, start, startpagina, startsida, contact, contacts, contactez-nous, nous contacter, nous trouver,
    nous rejoindre, nous soutenir, contato, contacto, contactos, contacteer ons, kontakt, kontakta oss, mentions
    légales, à propos, about, about us, over ons, om oss, sobre nós, qui sommes-nous, qui sommes nous, qui
    sommes-nous ?, présentation, l'association, association, le projet, le lieu, actualités, actualité, actus,
    news, nieuws, notícias, nyheter, agenda, événements, blog, horaires, tarifs, plan du site, plan d'accès,
    accès, infos pratiques, informations pratiques, adhérer, adhésion, nos services, services, nos activités,
    activités, nos partenaires, partenaires, partners, liens, liens utiles, galerie, photos, menu, recherche,
    search, sans titre, untitled, untitled document, nouvelle page, page, article, articles, main navigation,
    navigation, connexion, login, mon compte, panier, boutique, newsletter, suivez-nous, partager, commentaires,
    faq, foire aux questions, erreur 404, page introuvable, page not found, 404, 403, just a moment...,
    attention required!, site web, site officiel, site internet, welcome page, nos ateliers, l'équipe, équipe,
    notre équipe, notre histoire, nos valeurs, coordonnées, adresse, téléphone, email, e-mail, en savoir plus,
    lire la suite, voir plus, voir le site, site, lire plus, plus d'infos, read more, lees meer, ler mais, läs
    mer, voir la fiche, détails, découvrir, itinéraire, facebook, instagram, twitter, linkedin, youtube,
    helloasso, télécharger, ici, cliquez ici, retour, suivant, précédent, haut de page, nom, name, naam, nome,
    namn, catégories, archives, étiquettes, articles récents, dans la même rubrique, à lire aussi, sur le même
    thème, nos horaires, nos tarifs, venir, comment venir, nos adresses, nos lieux, notre adresse, permanences,
    nous écrire, prochains rendez-vous, rendez-vous, associations, nos associations, vie associative, verenigingen,
    associações, föreningar, billets,
    billetterie, les résidents, résidents, nos résidents,
    tickets, réservation, inscription, inscriptions,
    adhésions, bilhetes, bilheteira, biljetter, anmälan, aanmelden, tarieven, tarifas, priser
"""
_CHROME = frozenset(fold(name) for name in _CHROME_NAMES.split(","))


@lru_cache(maxsize=4096)
def is_chrome(name: str) -> bool:
    """Whether these words name a page or a button rather than somebody."""
    folded = fold(name)
    return not folded or folded in _CHROME or folded.isdigit()


@lru_cache(maxsize=4096)
def clean_name(name: str) -> str:
    """Without `Bienvenue sur le site de` and the like."""
    plain = " ".join(name.split()).strip(" -–—|·:•»«*")
    return _OFFICIAL.sub("", _WELCOME.sub("", plain)).strip(" -–—|·:•»«*!").strip() or plain


def title_name(title: str, host: str) -> tuple[str, bool]:
    """The part of a title that names somebody, and whether the site's host says the same."""
    parts = [clean_name(part) for part in _PARTS.split(title)] if title else []
    named = [part for part in parts if part and not is_chrome(part)]
    owner = fold(host.removeprefix("www.").rpartition(".")[0]).replace(" ", "")
    if owner:
        for part in named:
            if resembles(part, owner):
                return part[:_LONGEST_NAME], True
    return (named[0][: _LONGEST_NAME * 2] if named else ""), False


def resembles(name: str, owner: str) -> bool:
    """Whether a name and the letters of a host are the same but for what one of them adds."""
    letters = fold(name).replace(" ", "")
    if len(letters) < 4 or len(owner) < 4:
        return letters == owner
    return letters in owner or owner in letters


def page_name(structured: tuple[str, ...], site_names: tuple[str, ...], heading: str, title: str, host: str) -> str:
    """Structured data first (best ones first), then the site's name, a title part that the host confirms, h1, title."""
    for name in (*structured, *site_names):
        cleaned = clean_name(name)
        if not is_chrome(cleaned) and not _HOST_NAME.fullmatch(cleaned) and len(cleaned) <= 2 * _LONGEST_NAME:
            return cleaned
    from_title, confirmed = title_name(title, host)
    if confirmed:
        return from_title
    cleaned = clean_name(heading)
    if cleaned and not is_chrome(cleaned) and len(cleaned) <= 2 * _LONGEST_NAME:
        return cleaned
    return from_title
