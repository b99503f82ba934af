"""Fits an order to verdicts with scikit-learn."""

from collections import Counter
from collections.abc import Sequence

from sharitories_crawl.ranking.order import Example, Order, is_held_back

LEAST_VERDICTS = 80
LEAST_OF_A_SORT = 15
"""Fewer accepted or rejected ones, on either side, say too little. Both arbitrary."""
LEAST_TIMES = 3
"""A clue seen less often would be learned by heart."""
_STRENGTHS = (0.03, 0.1, 0.3, 1.0)


def can_learn(examples: Sequence[Example]) -> bool:
    """Whether there are enough verdicts of both sorts."""
    accepted = sum(example.is_in for example in examples)
    return len(examples) >= LEAST_VERDICTS and min(accepted, len(examples) - accepted) >= LEAST_OF_A_SORT


def fit(examples: Sequence[Example]) -> Order | None:
    """The order fitted to three verdicts in four and compared on the fourth; None where there are too few.

    How strongly weights are held near zero is chosen by cross-validation among those it is fitted to. The same
    examples give the same order, whatever their sequence.
    """
    if not can_learn(examples):
        return None
    ordered = sorted(examples, key=lambda example: example.initiative_id)
    held = [example for example in ordered if is_held_back(example.initiative_id)]
    seen = [example for example in ordered if not is_held_back(example.initiative_id)]
    times = Counter(name for example in seen for name in example.clues)
    common = {name for name, count in times.items() if count >= LEAST_TIMES}
    if not (common and _has_both(held) and _has_both(seen)):
        return None

    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import average_precision_score
    from sklearn.model_selection import GridSearchCV, StratifiedKFold

    vectorizer = DictVectorizer(sparse=True, sort=True)
    table = vectorizer.fit_transform([{n: v for n, v in example.clues.items() if n in common} for example in seen])
    truth = [example.is_in for example in seen]
    folds = StratifiedKFold(n_splits=4, shuffle=True, random_state=0)
    search = GridSearchCV(
        LogisticRegression(max_iter=1000), {"C": _STRENGTHS}, scoring="neg_log_loss", cv=folds, n_jobs=1
    )
    model = search.fit(table, truth).best_estimator_
    names = vectorizer.get_feature_names_out()
    draft = Order(
        weights={str(name): round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)},
        intercept=round(float(model.intercept_[0]), 4),
        learned_from=len(seen),
        held_back=len(held),
        average_precision=0.0,
        score_average_precision=0.0,
    )
    was = [example.is_in for example in held]
    return Order(
        weights=draft.weights,
        intercept=draft.intercept,
        learned_from=draft.learned_from,
        held_back=draft.held_back,
        average_precision=round(float(average_precision_score(was, [draft.probability(e.clues) for e in held])), 4),
        score_average_precision=round(float(average_precision_score(was, [e.score for e in held])), 4),
    )


def _has_both(examples: Sequence[Example]) -> bool:
    return len({example.is_in for example in examples}) == 2
