"""The systems that are compared, and what each is given and has to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.accuracy.system import Train

if TYPE_CHECKING:
    pass


REFERENCES = ("linear_svc", "linear_svc_names", "tutorial_lstm")

COMPARED_WITH = REFERENCES[0]


def trainer(system: str) -> Train:
    """Return what trains a system: a reference, or one of our architectures by its name.

    Libraries are imported where they are used: a process holds nothing but what its system needs.
    """
    if system == "tutorial_lstm":
        from benchmarks.accuracy import tutorial

        return tutorial.train
    if system in REFERENCES:
        from benchmarks.accuracy import linear

        names = system == "linear_svc_names"
        return lambda lesson, val, options: linear.train(lesson, val, options, names=names)
    from benchmarks.accuracy import ours

    return lambda lesson, _, options: ours.train(lesson, options, system)
