"""Sentences of the inbox and of the examples."""

import pytest

from web.inbox.decisions import DecisionSummary
from web.inbox.examples import EditResult
from web.inbox.wording import (
    conflict_sentence,
    decision_sentence,
    deletion_sentence,
    edit_sentence,
)


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (DecisionSummary("ignored", 1), "1 message ignored."),
        (DecisionSummary("assigned", 4, "borrow"), "4 messages assigned to borrow."),
        (DecisionSummary("new_intent", 1, "wifi"), "1 message assigned to the new intent wifi."),
    ],
)
def test_a_decision_is_worded(summary: DecisionSummary, sentence: str) -> None:
    assert decision_sentence(summary) == sentence


def test_edits_are_worded() -> None:
    edit = EditResult("renew it", "borrow")
    assert edit_sentence(edit) == "“renew it” is an example of borrow."
    assert edit_sentence(EditResult("x", "borrow", changed=False)) == "Nothing was changed."
    assert deletion_sentence(edit) == "“renew it” is no longer an example of borrow."
    assert conflict_sentence("x", "borrow") == (
        "“x” is a pattern of borrow, too: that makes both uncertain."
    )
