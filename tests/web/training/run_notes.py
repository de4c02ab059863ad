"""Notes of training runs: one of every code."""

from chatbot.evaluation.intent_tests import FailedTest
from chatbot.evaluation.rejections import Rejection
from chatbot.intents.linting.finding import Finding
from chatbot.model.architectures import NetworkOptionsError, architecture_named
from chatbot.text.sentence import sentence
from web.training.notes.failure import failure_note
from web.training.notes.note import RunNote

PROBLEM = sentence(
    '"intents" is a list, but here is %(intents)s: write [ %(example)s ].',
    intents=sentence("a list"),
    example="{}",
)
TEST = FailedTest("films", "hello", "borrow", 0.5, "a.json:3", 1)


def _unknown_network() -> RunNote:
    try:
        architecture_named("auto")
    except NetworkOptionsError as error:
        return failure_note(error)
    raise AssertionError


LOG = (
    RunNote("begins", number=2, total=1234),
    RunNote("uncorrected", name="borrow", text="hello", sentences=(PROBLEM,)),
    RunNote("foreign_language", finding=Finding("other_language", names=("german", "english"))),
    RunNote("language_clear", name="german"),
    RunNote("language_likely", name="turkish"),
    RunNote("language_unclear", name="other"),
    RunNote("encoder", name="german"),
    RunNote("votes", number=1),
    RunNote("round", number=1, total=3),
    RunNote("last_round", number=3, total=3),
    RunNote("student", share=0.912, other_share=0.93),
    RunNote("teacher", share=0.912, other_share=0.93),
    RunNote("values", number=5, share=0.5),
    RunNote("rejection", rejection=Rejection("understands_nothing")),
    RunNote(
        "rejection",
        rejection=Rejection("tests", version=1, total=3, newly_failing=1, first=TEST),
    ),
    RunNote("rejection", rejection=Rejection("macro_f1", version=1, total=9, new=0.5, live=0.7)),
    RunNote("live", number=2),
    RunNote("overridden", number=2),
    RunNote("waits", number=2),
    RunNote("rejected", number=2),
    RunNote("cancelled", name="ada@example.org"),
    RunNote("handed_back"),
)
"""Notes of logs."""

FAILURES = (
    RunNote("interrupted"),
    RunNote("ended", number=3),
    RunNote("killed", name="SIGSEGV"),
    RunNote("out_of_memory", name="SIGKILL"),
    RunNote("problems", number=1, total=1, sentences=(PROBLEM,)),
    _unknown_network(),
    RunNote("not_stored", text="OSError: 28"),
    RunNote("unexpected", text="OSError: 28"),
)
"""Notes of ends without a model."""

NOTES = (*LOG, *FAILURES)
