"""Explanation of an answer as a JSON text."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from web.explain.wording import decision_sentence

if TYPE_CHECKING:
    from chatbot.explanation.explain import Explanation
    from chatbot.model.out_of_scope import ScopeDecision


def explanation_json(explanation: Explanation) -> str:
    """Return all figures as a JSON text, arrays as lists with four decimals.

    Scores are null where no intent is possible: JSON has no word for minus infinity. The coverage
    is null where nothing was held out of training.
    """
    decision = explanation.decision
    facts = asdict(explanation)
    is_measured = facts.pop("is_measured")
    facts["decision"] = {
        "ranking": facts.pop("ranking"),
        "candidates": decision.candidates,
        "coverage": decision.coverage if is_measured else None,
        "verdict": _scope(decision.scope),
        "sentence": decision_sentence(decision),
    }
    return json.dumps(facts, ensure_ascii=False, default=_as_list, allow_nan=False)


def _scope(scope: ScopeDecision) -> dict[str, object]:
    return {
        "accepted": scope.accepted,
        "score": _finite(scope.score),
        "threshold": scope.threshold,
        "parts": {name: _finite(part) for name, part in asdict(scope.parts).items()},
        "known": scope.in_vocabulary,
    }


def _finite(score: float | None) -> float | None:
    return score if score is not None and isfinite(score) else None


def _as_list(array: Any) -> Any:
    return np.round(np.asarray(array, np.float64), 4).tolist()
