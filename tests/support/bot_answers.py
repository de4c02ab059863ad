"""Invented outcomes of messages for tests of evaluations."""

from collections.abc import Sequence

from hypothesis import strategies as st

from chatbot.evaluation.outcomes import Outcome
from chatbot.model.decision import RankedIntent

TAGS = ("apple", "pear", "plum", "quince")


def answer(
    intent: str | None,
    predicted: str,
    message: str = "hello",
    *,
    confidence: float = 0.9,
    accepted: bool = True,
    candidates: Sequence[str] = (),
    score: float = 0.5,
) -> Outcome:
    """Return the outcome of a message of `intent`, classified as `predicted`."""
    ranking = (RankedIntent(predicted, confidence),) if predicted else ()
    return Outcome(message, intent, ranking, accepted, tuple(candidates), score)


def answers(
    intents: st.SearchStrategy[str | None], *, least: int = 1
) -> st.SearchStrategy[list[Outcome]]:
    """Return a strategy of lists of outcomes for messages of some intents."""
    outcomes = st.builds(
        answer,
        intents,
        st.sampled_from((*TAGS, "medlar")),
        confidence=st.floats(0, 1),
        accepted=st.booleans(),
        score=st.sampled_from([0.1, 0.3, 0.3, 0.8]),
    )
    return st.lists(outcomes, min_size=least, max_size=40)


IN_SCOPE = answers(st.sampled_from(TAGS))
