"""Notes about what ended a training without a model."""

import signal

import sqlalchemy as sa

from chatbot.errors import ExplainedError
from chatbot.intents.errors import IntentsError
from chatbot.located_json.problems import Problem
from chatbot.text.sentence import Sentence, as_sentence, error_sentence
from web.core import processes
from web.training.notes.note import NoteCode, RunNote

MOST_CHARACTERS = 3500
"""Characters of the problems that are stored; the others show after these are put right."""


def failure_note(error: BaseException) -> RunNote:
    """Note of the error that ended a training."""
    if isinstance(error, IntentsError):
        return _problems_note(error)
    if isinstance(error, ExplainedError):
        return _explained_note(error)
    if isinstance(error, sa.exc.DBAPIError):
        return RunNote("not_stored", text=in_short(error.orig or error))
    return RunNote("unexpected", text=in_short(error))


def exit_note(exit_code: int) -> RunNote:
    """Note of a training process that has died."""
    if exit_code >= 0:
        return RunNote("ended", number=exit_code)
    code: NoteCode = "out_of_memory" if exit_code == -signal.SIGKILL else "killed"
    return RunNote(code, name=processes.signal_name(exit_code))


def in_short(error: BaseException) -> str:
    """Name of an error, and the first line of its text."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _explained_note(error: ExplainedError) -> RunNote:
    """Note of an error by its sentence; one that keeps no values is English in any language."""
    if error.args and isinstance(error.args[0], Sentence):
        return RunNote("explained", sentences=(error_sentence(error),))
    return RunNote("text", text=str(error))


def _problems_note(error: IntentsError) -> RunNote:
    sentences: list[Sentence] = []
    length = 0
    for line in map(_line, error.problems):
        length += len(line)
        if sentences and length > MOST_CHARACTERS:
            break
        sentences.append(line)
    files = len({problem.file for problem in error.problems})
    return RunNote("problems", number=len(error.problems), total=files, sentences=tuple(sentences))


def _line(problem: Problem) -> Sentence:
    place = str(problem).removesuffix(problem.message)
    return Sentence.of("%(place)s", {"place": place}) + as_sentence(problem.message)
