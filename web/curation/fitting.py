"""Corrections with which the intent files would have problems."""

from collections.abc import Iterable
from functools import reduce
from pathlib import Path

from chatbot.intents.additions import Additions, Correction
from chatbot.intents.errors import FileSizeError, WriteBackError
from chatbot.text.sentence import as_sentence


def unfit_corrections(path: Path, corrections: Iterable[Correction]) -> dict[Correction, str]:
    """Corrections that the files do not bear, each with the problems; the first have precedence.

    The files may have changed since a correction was accepted. Raises IntentsError if they have
    problems without any.
    """
    # Imported here for the checks of files: most processes never read any.
    from chatbot.intents.write_back import plan_write_back

    fit: tuple[Correction, ...] = ()
    unfit = {}
    groups = [group] if (group := tuple(corrections)) else []
    while groups:  # a group that fails is halved: most often there is one, and it does not
        group = groups.pop()
        try:
            plan_write_back(path, Additions(corrections=(*fit, *group)))
            fit += group
        except (WriteBackError, FileSizeError) as error:
            half = len(group) // 2
            if half:
                groups += [group[half:], group[:half]]
            else:
                unfit[group[0]] = _reason(error)
    return unfit


def _reason(error: WriteBackError | FileSizeError) -> str:
    problems = () if isinstance(error, FileSizeError) else error.problems
    messages = [*dict.fromkeys(problem.message for problem in problems)] or [str(error)]
    first, *others = map(as_sentence, messages)
    return reduce(lambda text, other: text + " " + other, others, first)
