"""What the columns of a list mean: by their usual French and English names, or as the user says."""

import difflib
from collections.abc import Iterable, Mapping, Sequence

from sharitories_crawl.errors import BadInput
from sharitories_crawl.geo.names import fold

# as `_plain` writes them; the likelier name first
_USUAL = {
    "name": "nom name nomdelastructure nomstructure nomdulieu nomlieu nomassociation nomusage nomcomplet nomofficiel "
    "structure lieu association denomination raisonsociale enseigne libelle label intitule title titre organisation "
    "organization initiative nominitiative nomdelinitiative",
    "id": "recordid id identifiant sourceid uid uuid ref reference",
    "list": "source liste list sourcekey nomsource nomdelaliste",
    "website": "siteweb website siteinternet site web websiteurl urlsite siteurl urlsiteweb adresseweb adressesite "
    "homepage lienweb liens links lien link url",
    "record_url": "recordurl fiche urlfiche lienfiche fichesource permalien permalink page pageurl showurl url lien "
    "link",
    "description": "description descriptif presentation resume abstract blurb descriptioncourte descriptionlongue "
    "descriptionmore commitment objet activites activite services",
    "street": "adresse address rue voie street streetaddress adressepostale adressecomplete adresse1 address1 "
    "adresseligne1 adresse2 address2 adresseligne2 complementadresse complementdadresse",
    "postal_code": "codepostal cp postalcode zipcode zip postcode codepostaladresse adressecodepostal",
    "city": "commune ville city town municipalite municipality localite nomcommune nomdelacommune libellecommune "
    "addresslocality locality adresseville adressecommune",
    "commune_code": "codeinsee insee codecommune codecommuneinsee codeinseecommune inseecode citycode depcom inseecom",
    "town_code": "towncode",
    "country": "countrycode codepays pays country addresscountry",
    "latitude": "latitude lat",
    "longitude": "longitude lon lng long",
    "position": "geopoint2d geopoint coordonneesgps coordonnees latlon gps geolocalisation geoloc",
    "email": "email mail courriel adressemail adresseemail emailcontact contactemail mailcontact",
    "phone": "telephone tel phone telephonefixe phonenumber numerodetelephone numerotelephone",
    "siren": "siren siret numerosiren numerosiret",
    "rna": "rna numerorna coderna",
    "kind": "kind kindname categorie category categories type types typologie typedelieu typologiedelieu",
    "tags": "tags motscles keywords themes theme thematiques thematique etiquettes capabilities competences",
    "licence": "licence license",
}
TARGETS: Mapping[str, tuple[str, ...]] = {target: tuple(names.split()) for target, names in _USUAL.items()}
"""What we read -> the names its column usually has, accents, spaces and underscores aside."""

JOINED = {"description": "\n", "street": ", ", "tags": "; ", "kind": "; "}
"""Targets that several columns tell together; of others, the first column that says something counts."""
_NESTED = {"street", "postal_code", "city", "commune_code", "town_code", "country", "latitude", "longitude"}
"""What may lie inside an object (`address.city`); a name or a mail in there is mostly somebody else's."""

Columns = Mapping[str, tuple[str, ...]]
"""Target -> the columns of the file that tell it."""


def understand(file: str, columns: Sequence[str], said: Sequence[str] = ()) -> Columns:
    """The columns by what they mean. `said` are the user's own `target=column`, `target=` for none.

    Raises BadInput where nothing names the rows, or where the user names a column or target that is not there.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for text in said:
        target, column = _said(file, columns, text)
        chosen[target] = (*chosen.get(target, ()), column) if column else chosen.get(target, ())
    taken = {column for names in chosen.values() for column in names}
    for target in TARGETS:
        if target not in chosen:
            free = [column for column in columns if column not in taken]
            if found := _usual(target, free):
                chosen[target] = found
                # a second address may be the list's own page about the row
                taken |= {found[0]} if target == "website" else set(found)
    pages = chosen.get("record_url", ())
    chosen["website"] = tuple(column for column in chosen.get("website", ()) if column not in pages)
    if not chosen.get("name"):
        raise BadInput(
            f"{file}, line of column names: none of them names the rows (nom, name, structure, ...); say which does: "
            f"--map name=COLUMN. The columns are {_listed(columns)}"
        )
    return {target: names for target in TARGETS if (names := chosen.get(target))}


def unused(columns: Iterable[str], understood: Columns) -> tuple[str, ...]:
    """The columns that nothing is read from."""
    used = {column for names in understood.values() for column in names}
    return tuple(column for column in columns if column not in used)


def _usual(target: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Columns with a usual name of the target, the likelier first."""
    plain = {column: _plain(column) for column in columns}
    inner = {column: _plain(column.rpartition(".")[2]) for column in columns if "." in column}
    found: dict[str, None] = {}
    for name in TARGETS[target]:
        found |= dict.fromkeys(column for column in columns if plain[column] == name)
    if target in _NESTED:
        for name in TARGETS[target]:
            found |= dict.fromkeys(column for column, last in inner.items() if last == name)
    several = tuple(found)
    return several if target in JOINED or target in ("name", "website") else several[:1]


def _said(file: str, columns: Sequence[str], text: str) -> tuple[str, str]:
    target, equals, wanted = text.partition("=")
    target, wanted = target.strip(), wanted.strip()
    if not equals:
        raise BadInput(f"--map {text}: write TARGET=COLUMN, for example --map name=Nom")
    if target not in TARGETS:
        near = difflib.get_close_matches(target.lower(), TARGETS, n=1)
        hint = f"did you mean {near[0]}?" if near else ""
        raise BadInput(f"--map {text}: there is no target {target!r}; {hint} The targets are {', '.join(TARGETS)}")
    if not wanted or wanted in columns:
        return target, wanted
    alike = [column for column in columns if _plain(column) == _plain(wanted)]
    if len(alike) == 1:
        return target, alike[0]
    near = difflib.get_close_matches(wanted, columns, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise BadInput(f"--map {text}: {file} has no column {wanted!r}; {hint}Its columns are {_listed(columns)}")


def _plain(name: str) -> str:
    """`Code postal`, `code_postal` and `codePostal` are one name."""
    return fold(name).replace(" ", "")


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(repr(column) for column in columns[:40]) + (" and more" if len(columns) > 40 else "")
