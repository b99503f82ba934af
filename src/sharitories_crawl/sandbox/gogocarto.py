"""Answers GoGoCarto's elements.json: the directory's elements inside the asked bounds, gogofull shape."""

import json

from sharitories_crawl.sandbox.world import DirectoryElement, World

_Box = tuple[float, float, float, float]


def read_bounds(text: str) -> tuple[_Box, ...]:
    """`west,south,east,north[;...]` as GoGoCarto takes it. Raises ValueError where it is something else."""
    boxes = []
    for part in filter(None, text.split(";")):
        west, south, east, north = (float(edge) for edge in part.split(","))
        boxes.append((west, south, east, north))
    return tuple(boxes)


def _inside(element: DirectoryElement, boxes: tuple[_Box, ...]) -> bool:
    return not boxes or any(
        west <= element.longitude <= east and south <= element.latitude <= north for west, south, east, north in boxes
    )


def _as_json(element: DirectoryElement) -> dict[str, object]:
    return {
        "id": element.id,
        "status": 1,
        "moderationState": 0,
        "name": element.name,
        "geo": {"latitude": element.latitude, "longitude": element.longitude},
        "address": {
            "streetAddress": element.street,
            "addressLocality": element.city,
            "postalCode": element.postal_code,
            "addressCountry": element.country,
        },
        "website": element.website,
        "abstract": element.abstract,
        "description": element.abstract,
        "categories": list(element.categories),
        "sourceKey": element.source_key,
        "showUrl": f"http://transiscope.example/annuaire#/fiche/{element.id}",
        "openHoursMoreInfos": "",
    }


def answer_elements(world: World, bounds: str, limit: int = 0) -> str:
    """The JSON of /api/elements.json; without bounds everything, as the real one does."""
    boxes = read_bounds(bounds)
    elements = [_as_json(element) for element in world.directory if _inside(element, boxes)]
    return json.dumps({"ontology": "gogofull", "data": elements[:limit] if limit else elements}, ensure_ascii=False)


def answer_element(world: World, element_id: str) -> str:
    """The JSON of /api/elements/ID.json. Raises KeyError where there is none."""
    for element in world.directory:
        if element.id == element_id:
            return json.dumps({"ontology": "gogofull", "data": _as_json(element)}, ensure_ascii=False)
    raise KeyError(element_id)
