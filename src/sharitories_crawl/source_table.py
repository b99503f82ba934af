"""The one list of sources: the name of each, and where its declaration stands; read without importing any of them."""

SOURCE_TABLE = {
    "overpass": "overpass:SOURCE",
    "transiscope": "gogocarto:SOURCE",
    "repair_cafe": "repair_cafe:SOURCE",
    "fablabs": "fablabs:SOURCE",
    "recherche_entreprises": "entreprises:SOURCE",
    "joafe": "joafe:SOURCE",
    "tiers_lieux": "tiers_lieux:SOURCE",
    "communecter": "communecter:SOURCE",
    "wikidata": "wikidata:SOURCE",
    "gogocarto": "gogocarto:ANY_MAP",
    "searxng": "searxng:SOURCE",
    "keenable": "keenable:SOURCE",
    "youcom": "youcom:SOURCE",
    "staan": "staan:SOURCE",
    "brave": "brave:SOURCE",
    "youcom_api": "youcom:API",
    "linkup": "linkup:SOURCE",
    "serper": "serper:SOURCE",
    "exa": "exa:SOURCE",
    "tavily": "tavily:SOURCE",
    "marginalia": "marginalia:SOURCE",
    "yacy": "yacy:SOURCE",
    "duckduckgo": "duckduckgo:SOURCE",
    "mojeek": "mojeek:SOURCE",
}
"""Name -> module of the room `sources`, and the value in it; in the order in which they are asked and shown."""
