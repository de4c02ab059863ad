"""JSON of an explanation: strict, complete, with the keys that programs read."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from chatbot.explanation.explain import Explanation
from chatbot.explanation.reading import NetworkActivations
from chatbot.model.out_of_scope import ScopeScores
from tests.support.explanations import made_up_explanation
from web.explain.json_file import explanation_json
from web.explain.wording import decision_sentence

FULL = made_up_explanation()
EMPTY = replace(
    FULL, words=(), nearest=(), votes=None, reading=NetworkActivations("none", (), None, ())
)


def parsed(explanation: Explanation) -> Any:
    """The value of the JSON text; NaN and infinity fail."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(explanation_json(explanation), parse_constant=refuse)


def test_keys_are_those_of_every_version() -> None:
    facts = parsed(FULL)
    assert list(facts) == [
        "text",
        "contexts",
        "words",
        "pieces",
        "decision",
        "answer",
        "nearest",
        "reading",
        "votes",
        "effects",
    ]
    assert list(facts["words"][0]) == ["token", "read_as", "stem", "known", "weight"]
    assert list(facts["decision"]) == ["ranking", "candidates", "coverage", "verdict", "sentence"]
    assert list(facts["decision"]["ranking"][0]) == ["intent", "raw", "calibrated", "expected"]
    verdict = facts["decision"]["verdict"]
    assert list(verdict) == ["accepted", "score", "threshold", "parts", "known"]
    scores = ["energy", "off_topic", "linear", "nearness", "topic", "coverage"]
    assert list(verdict["parts"]) == scores
    assert list(facts["votes"][0]) == ["term", "is_part", "logit"]
    assert list(facts["nearest"][0]) == ["pattern", "intent", "similarity", "possible"]
    assert list(facts["reading"]) == ["kind", "steps", "attention", "lstms"]
    assert list(facts["reading"]["lstms"][0]) == ["layer", "direction", "activity", "gates"]


@pytest.mark.parametrize("explanation", [FULL, EMPTY], ids=["full", "empty"])
def test_json_is_strict_where_every_intent_waits_for_a_context(explanation: Explanation) -> None:
    nothing = float("-inf")
    decision = explanation.decision
    scope = replace(decision.scope, score=nothing, parts=ScopeScores(nothing, nothing))
    facts = parsed(replace(explanation, decision=replace(decision, scope=scope)))
    assert facts["decision"]["verdict"]["score"] is None
    assert facts["decision"]["verdict"]["parts"]["energy"] is None


def test_json_holds_everything() -> None:
    facts = parsed(FULL)
    assert facts["text"] == FULL.text
    assert [word["token"] for word in facts["words"]] == list(FULL.reading.steps)
    assert facts["decision"]["sentence"] == decision_sentence(FULL.decision)
    for written, lstm in zip(facts["reading"]["lstms"], FULL.reading.lstms, strict=True):
        assert written["activity"]["forget"] == pytest.approx(lstm.activity.forget, abs=1e-4)
        assert np.array(written["gates"]["cell"]) == pytest.approx(lstm.gates.cell, abs=1e-4)
