"""Failed tests of the intents, in words."""

from chatbot.evaluation.intent_tests import FailedTest


def failed_test_line(test: FailedTest) -> str:
    """Message, the answer and the expected one; the place, if it is a turn of a conversation."""
    line = f"“{test.message}” → {test.predicted} instead of {test.intent}"
    return f"{line} ({test.place}, turn {test.turn})" if test.place else line
