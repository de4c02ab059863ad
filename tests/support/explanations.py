"""A made-up explanation with everything in it, and hostile words wherever a person writes."""

import numpy as np
from numpy.typing import NDArray

from chatbot.explanation.context_effects import ContextEffect
from chatbot.explanation.explain import (
    ExplainedAnswer,
    ExplainedIntent,
    ExplainedWord,
    Explanation,
    Known,
    NearPattern,
    TermVote,
)
from chatbot.explanation.reading import LstmActivations, NetworkActivations, gate_means, lstm_gates
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.out_of_scope import ScopeDecision, ScopeScores
from tests.support.evaluations import HOSTILE, IMAGE, LONG, TEMPLATE

KNOWN: tuple[Known, ...] = ("word", "stem", "parts", "no")
UNITS = 24
SCOPE = ScopeDecision(True, 0.7, -1.25, ScopeScores(0.5, 0.75, 0.25, None))


def made_up_explanation(words: int = 12) -> Explanation:
    tokens = [(HOSTILE, LONG, f"word{i}")[min(i % 7, 2)] for i in range(words)]
    best = ExplainedIntent(HOSTILE, 0.9, 0.7, expected=True)
    others = [ExplainedIntent(f"{LONG}_{i}", 0.01, 0.02, expected=False) for i in range(9)]
    ranking = (best, *others)
    return Explanation(
        text=f"{HOSTILE} {TEMPLATE}",
        contexts=(IMAGE,),
        words=tuple(
            ExplainedWord(token, token, token, KNOWN[i % 4], i / words)
            for i, token in enumerate(tokens)
        ),
        pieces=(),
        decision=Decision.of(
            tuple(RankedIntent(ranked.intent, ranked.calibrated) for ranked in ranking),
            (HOSTILE, LONG),
            SCOPE,
            0.9,
        ),
        ranking=ranking,
        answer=ExplainedAnswer(f"{IMAGE} is my answer", HOSTILE, fallback=False),
        nearest=(
            NearPattern(f"{TEMPLATE} near", HOSTILE, 0.8, possible=True),
            NearPattern("far", LONG, 0.2, possible=False),
        ),
        reading=_reading(tokens),
        votes=(TermVote(HOSTILE, False, 1.5), TermVote("…ipt", True, -0.5)),
        effects=(
            ContextEffect(HOSTILE, (IMAGE,), 3.0, 0.5),
            ContextEffect(TEMPLATE, (HOSTILE,), 0.0, 0.5),
        ),
    )


def _reading(steps: list[str]) -> NetworkActivations:
    rng = np.random.default_rng(1)

    def random(*shape: int) -> NDArray[np.float32]:
        return rng.normal(0, 0.5, shape).astype(np.float32)

    attention = np.abs(random(4, len(steps)))
    forward, backward = lstm_gates(
        random(len(steps), 5),
        random(2, 4 * UNITS, 5),
        random(2, 4 * UNITS, UNITS),
        random(2, 8 * UNITS),
    )
    return NetworkActivations(
        "lstm",
        tuple(steps),
        attention / attention.sum(axis=1, keepdims=True),
        (
            LstmActivations(1, "forward", gate_means(forward, backwards=False), forward),
            LstmActivations(1, "backward", gate_means(backward, backwards=True), backward),
        ),
    )
