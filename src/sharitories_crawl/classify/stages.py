"""Whether a thing is planned, open, renamed or closed by the words about it, and the date that this rests on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from sharitories_crawl.geo.names import fold
from sharitories_crawl.phrases import Phrases

_READ_LETTERS = 6_000
_STAGES = {
    "closed": (
        "a ferme ses portes", "ferme ses portes", "ferment leurs portes", "a definitivement ferme",
        "definitivement ferme", "definitivement retire", "definitivement fermee", "fermeture definitive",
        "a cesse ses activites", "a cesse son activite", "a cesse ses cours", "a cesse d exister",
        "cessation d activite", "cesse ses activites", "liquidation judiciaire", "placee en liquidation",
        "place en liquidation", "en liquidation", "a ete dissoute", "dissolution de l association",
        "vote la dissolution", "est dissoute", "auto dissolution", "n existe plus", "a mis la cle sous la porte",
        "met la cle sous la porte", "a baisse le rideau", "baisse le rideau", "baisse rideau", "clap de fin",
        "ferme definitivement", "cesse son activite", "jette l eponge", "a jete l eponge", "c est fini", "a disparu",
        "a ferme", "ont ferme", "avait ferme", "n a pas survecu", "a pris fin", "personne n a repris",
        "la fin de l aventure", "fin de l aventure", "remis les cles", "rendu les cles", "ne rouvrira pas",
        "is gesloten", "definitief gesloten", "gesloten labs", "status gesloten", "opgeheven", "is opgeheven",
        "neemt afscheid", "nemen afscheid", "stopt ermee", "stopt", "is gestopt", "houdt op te bestaan",
        "bestaat niet meer", "verdwijnt", "sluit de deuren", "sluit zijn deuren", "sloot de deuren", "failliet",
        "ontbonden", "slapend", "encerrou definitivamente", "encerrou as portas", "encerrou", "fechou portas",
        "fechou as portas", "deixou de existir", "foi extinta", "foi dissolvida", "fecha as portas", "chegou ao fim",
        "har lagts ner", "lagts ner", "lagger ner", "lades ner", "har stangt for gott", "stanger for gott",
        "upphort", "upphorde", "finns inte langre", "ar det slut", "avvecklas", "har avvecklats",
    ),
    "planned": (
        "sous reserve de financements", "prevu pour 20", "a l horizon 20", "devrait ouvrir", "ouvrira ses portes",
        "ouvrira", "ouvriront", "va ouvrir", "vont ouvrir", "doit ouvrir", "verra le jour", "projet d ouverture",
        "en projet", "ouverture prevue", "ouverture le", "a l etude", "pourrait voir le jour", "cherche un local",
        "promet la creation", "nous creerons", "sera inaugure", "seront inaugures", "permis de construire",
        "premiers coups de pelle", "emmenagement prevu", "emmenagerons", "emmenageront", "livraison prevue",
        "s installera", "sera livre", "seront livres", "on ouvre le", "nous ouvrons le", "ouvre bientot",
        "bientot ouvert", "pour ouvrir", "avant l ouverture", "futur cafe", "future epicerie", "promet", "promesse",
        "chantier demarre", "les travaux commencent", "en construction", "zal openen", "gaat open", "gaan open",
        "opent in", "opent op", "opent de poort", "deuren open op", "opening is gepland", "gaat in maart",
        "gaan in maart", "binnenkort", "in aanbouw", "openen wij", "start de bouw", "vai abrir", "abrira", "abre em",
        "abre portas em breve", "em breve", "inicio da obra", "entrega das chaves", "em construcao", "esta prevista",
        "previsto para 20", "sera inaugurado", "sera inaugurada", "planeras", "ska oppna", "kommer att oppna",
        "oppnar i host", "oppnar i var", "invigs", "inflyttning", "vart projekt", "vill se",
        "ingen vet var eller nar", "soker mark", "soker tomt",
    ),
    "renamed": (
        "change de nom", "changent de nom", "changeons de nom", "change encore d enseigne", "change d enseigne",
        "avons change de nom", "a change de nom", "anciennement", "rebaptise", "rebaptisee", "se rebaptise",
        "s appelle desormais", "s appelle maintenant", "nouveau nom", "nouveaux noms", "sous son nouveau nom",
        "trois noms", "jadis appele", "autrefois appele", "s appelait avant", "devenu en 20", "est devenu",
        "est devenue", "heet voortaan", "heet nu", "heten voortaan", "nieuwe naam", "voorheen", "van naam veranderd",
        "andere naam", "passa a chamar se", "passou a chamar se", "novo nome", "mudou de nome", "antiga designacao",
        "nova imagem", "byter namn", "bytt namn", "heter numera", "nytt namn", "heter nu", "tidigare kallad",
    ),
    "goes-on": (
        "ne ferme pas", "ne fermera pas", "demenage", "demenagement", "rouvre", "rouvrira", "reouverture",
        "a rouvert", "repris par", "reprend les renes", "continue", "toujours ouvert", "verhuist", "verhuisd",
        "heropent", "gaat gewoon door", "blijft open", "muda de instalacoes", "mudou se para", "reabre", "reabriu",
        "flyttar", "oppnar igen", "fortsatter",
    ),
}  # fmt: skip
_WORDS: Phrases[str] = Phrases((fold(word), slug) for slug, words in _STAGES.items() for word in words)
_BECOMES = re.compile(r"\b(devient|deviennent|wordt|torna se|blir)\b")
"""In a title alone: `Le Bureau du large devient La Criée`."""
_MONTHS = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januari|februari|maart|april|mei|juni|"
    "juli|augustus|september|oktober|november|december|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|"
    "novembro|dezembro|mars|maj|augusti"
)
_DATE = re.compile(
    rf"\b(?:(?:\d{{1,2}}|1er) (?:de )?)?(?:(?:{_MONTHS}) (?:de )?)?(?:20[0-3]\d|19[89]\d)\b"
    rf"|\b\d{{1,2}} (?:de )?(?:{_MONTHS})\b"
)
_NEAR = 160
_DAY_WORDS = [
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "segunda",
    "terca",
    "quarta",
    "quinta",
    "sexta",
    "sabado",
    "domingo",
    "mandag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lordag",
    "sondag",
    "mandagar",
    "tisdagar",
    "onsdagar",
    "torsdagar",
    "fredagar",
    "lordagar",
    "sondagar",
]
DAYS = frozenset(day + ending for day in _DAY_WORDS for ending in ("", "s"))


@dataclass(frozen=True, slots=True)
class Stage:
    """planned, renamed or closed, or empty where the words say nothing of the kind; and what this rests on."""

    value: str = ""
    words: str = ""
    date: str = ""
    """As the words beside it say: `15 mars`, `2019`; else the page's own date; else empty."""
    dated: bool = False
    """Whether the words themselves give a date."""


@lru_cache(maxsize=16)
def stage_of(title: str, text: str, published: str = "") -> Stage:
    """The stage that title and text tell. A page full of closing words about a move is no closed one.

    Remembered, since a page and its one mention have the same words.
    """
    head, body = fold(title), fold(text[:_READ_LETTERS])
    folded = f"{head} {body}"
    hits = _WORDS.find(folded)
    first: dict[str, tuple[str, int]] = {}
    counts: dict[str, int] = {}
    for phrase, start, slug in hits:
        first.setdefault(slug, (phrase, start))
        counts[slug] = counts.get(slug, 0) + 1
    becomes = _BECOMES.search(head)
    if becomes and "renamed" not in first and "closed" not in first and "planned" not in first and "?" not in title:
        first["renamed"] = (becomes.group(), becomes.start())
    value = _decide(first, counts, len(head), not DAYS.isdisjoint(body.split())) if first else ""
    if not value:
        return Stage()
    phrase, start = first[value]
    near = folded[max(0, start - _NEAR) : start + len(phrase) + _NEAR]
    date = _DATE.search(near[min(start, _NEAR) :]) or _DATE.search(near)
    return Stage(value, phrase, date.group() if date else published, bool(date))


def _decide(first: dict[str, tuple[str, int]], counts: dict[str, int], head: int, hours: bool) -> str:
    in_title = {slug for slug, (_, start) in first.items() if start < head}
    if "closed" in first and "goes-on" not in first and "renamed" not in in_title:
        return "closed"
    if "renamed" in in_title or ("renamed" in first and "planned" not in in_title):
        return "renamed"
    if "planned" in first and ("planned" in in_title or counts["planned"] > 1 or not hours):
        return "planned"
    return "planned" if "planned" in first and "goes-on" not in first else ""
