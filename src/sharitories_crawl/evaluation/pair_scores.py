"""B-cubed of groups, and precision and recall as plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sharitories_crawl.evaluation.scores import Detection, Share


def b_cubed(found: Iterable[Sequence[str]], known: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of groups against the true entity of each member, every member counting the same.

    Members without a known entity are left out of the groups; (0, 0, 0) where none is known.
    """
    sizes = Counter(known.values())
    precision = recall = 0.0
    members = 0
    for group in found:
        entities = [known[member] for member in group if member in known]
        for entity in entities:
            together = entities.count(entity)
            precision += together / len(entities)
            recall += together / sizes[entity]
        members += len(entities)
    if not members:
        return (0.0, 0.0, 0.0)
    precision, recall = precision / members, recall / members
    return (precision, recall, 2 * precision * recall / (precision + recall))


def share_as_dict(share: Share) -> dict[str, object]:
    low, high = share.interval
    return {"value": round(share.value, 4), "low": round(low, 4), "high": round(high, 4), "of": share.of}


def detection_as_dict(told: Detection) -> dict[str, object]:
    return {
        "precision": share_as_dict(told.precision),
        "recall": share_as_dict(told.recall),
        "f1": round(told.f1, 4),
    }
