"""Which mailbox belongs to an organisation; a person's is never kept."""

import re
from functools import lru_cache

from sharitories_crawl.extract.hosts import FREE_MAIL, words
from sharitories_crawl.geo.names import fold

_SEPARATORS = re.compile(r"[._+\-\d]+")

_ROLES = words(
    """
    contact contacts contactez info infos information informations bonjour hello coucou salut accueil asso association
    assos bureau secretariat secretaire coworking cowork fablab atelier ateliers equipe team coordination coord
    animation animations communication com presse press direction administration admin adhesion adhesions adherents
    adherer membres benevoles benevolat inscription inscriptions reservation reservations resa location locations
    compta comptabilite tresorerie tresorier tresoriere president presidente presidence ca conseil formation
    formations support reception office mail email courrier courriel mairie commande commandes boutique magasin
    epicerie cafe bar restaurant cantine jardin jardins recyclerie ressourcerie repaircafe repair velo velos amap sel
    panier paniers producteurs maison centre local lieu espace collectif cooperative coop programmation culture
    evenements evenement event events projet projets partenariat partenariats mediatheque ludotheque bibliotheque
    accorderie monnaie habitat kontakt hallo hej bestuur secretariaat ledenadministratie vrijwilligers aanmelden
    reserveren geral secretaria direcao direccao ola socios reservas styrelsen styrelse kansli medlem medlemskap
    bokning post
    """
)
_REFUSED = words(
    "noreply no-reply ne-pas-repondre nepasrepondre postmaster abuse dpo rgpd privacy mailer-daemon hostmaster example"
)
# parts of a word that no family name contains
_MARKS = words(
    """
    fablab repaircafe coworking cowork jardin collectif association ressourcerie recyclerie tierslieu atelier
    cafeasso associatif associative epicerie cooperative partage solidaire citoyen transition ecocitoyen
    bricotheque objetheque grainotheque cyclofficine accorderie federation comite foyer mediatheque ludotheque
    makerspace hackerspace hacklab maison monnaie habitat centresocial buurt werkplaats moestuin associacao
    cooperativa forening kooperativ cykelkok
    """
)
# short words, or those that names do contain: only as a whole part, or at the start or end of a long one
_SHORT_MARKS = words(
    "asso assoc amap sel mjc cafe velo velos club coop lab tiers lieu gem crij scop scic fab rers bar amis jardin"
)

_FIRST_NAMES = words(
    """
    adele adrien agathe agnes aicha alain albert alex alexandra alexandre alexis alice aline alix amandine amelie ana
    anais andre andrea anna anne annick annie antoine antonio arnaud arthur audrey aurelie aurelien axel baptiste
    bastien beatrice benedicte benjamin benoit bernadette bernard bertrand brigitte bruno camille carine carlos carole
    caroline catherine cecile cedric celine chantal charles charlotte chloe christelle christian christiane christine
    christophe claire clara claude claudine clement clementine colette coralie corinne cyril damien daniel daniele
    danielle david delphine denis denise didier dominique edith edouard elena elisabeth elise elodie elsa emeline
    emilie emma emmanuel emmanuelle eric erik erwan estelle etienne eva evelyne fabien fabienne fabrice fanny fatima
    felix fernando florence florent florian france francis francisco franck francois francoise frederic frederique
    gabriel gael gaelle gaetan genevieve georges gerald gerard ghislaine gilbert gilles gregory guillaume gustav guy
    gwenaelle hans helene henri herve hugo hugues ines ingrid isabelle jacqueline jacques jan jean jeanne jeanpierre
    jens jeremie jeremy jerome joan joana joao joel johan johanna jonas jonathan jorge jose joseph josiane julia
    julie julien juliette justine karin karine karl kees kevin lars latifa laura laure laurence laurent lea leo leon
    liliane linda lionel lisa loic louis louise luc lucas lucie lucien ludovic luis lydie madeleine magali manon manuel
    marc marcel margaux margot maria marianne marie marine marion marius mark martin martine mathieu mathilde matthieu
    maud maurice max maxime melanie melissa michael michel michele michelle miguel mireille mohamed monique morgane
    muriel mylene myriam nadege nadia nadine natacha nathalie nicolas nicole nils nina noel noemie odile olivia olivier
    ophelie oscar pascal pascale patrice patricia patrick paul paula paulette pauline pedro per peter philippe pierre
    pieter quentin rachel raphael raymond regine regis remi remy renaud rene robert robin roger roland romain rose
    roxane sabine sabrina sam samuel sandra sandrine sara sarah sebastien serge severine simon simone solene sonia
    sophie stephane stephanie steven suzanne sven sylvain sylvie theo therese thibault thierry thomas tiago tom
    valentin valerie vanessa vera veronique victor vincent virginie viviane willem xavier yann yannick yves yvette
    yvonne zoe
    """
)


@lru_cache(maxsize=4096)
def is_organisation_mailbox(address: str, site: str = "", name: str = "") -> bool:
    """Whether a mailbox plainly is an organisation's; `site` is the host of the page, `name` what it calls itself.

    A part says what the mailbox is for (contact@), or the local part resembles site, domain or name.
    First names, initials and firstname.lastname are refused, whatever else they resemble.
    """
    local, _, domain = address.lower().partition("@")
    if not local or "." not in domain or local in _REFUSED or local.startswith(("noreply", "no-reply")):
        return False
    parts = [part for part in _SEPARATORS.split(fold(local).replace(" ", "-")) if part]
    if not parts:
        return False
    if parts[0] in _FIRST_NAMES or (len(parts) == 2 and len(parts[0]) == 1 and not _is_marked(parts[1])):
        return False
    if any(part in _ROLES for part in parts) or parts[0].startswith(("contact", "info", "secretariat", "bureau")):
        return not _FIRST_NAMES.intersection(parts)
    if any(_is_marked(part) for part in parts):
        return not (_FIRST_NAMES.intersection(parts) and len(parts) <= 2)
    compact = "".join(parts)
    if len(compact) < 4:
        return False
    resembled = [] if domain in FREE_MAIL else [_compact(domain.rpartition(".")[0])]
    if site:
        resembled.append(_compact(site.removeprefix("www.").rpartition(".")[0]))
    if name:
        resembled.append(_compact(name))
    return any(compact in other or (len(other) >= 5 and other in compact) for other in resembled if other)


def _is_marked(part: str) -> bool:
    if part in _SHORT_MARKS:
        return True
    if len(part) >= 8 and any(part.startswith(mark) or part.endswith(mark) for mark in _SHORT_MARKS if len(mark) > 3):
        return True
    return any(mark in part for mark in _MARKS)


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")
