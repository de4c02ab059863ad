"""Names and trainings of the systems."""

from __future__ import annotations

from benchmarks.accuracy.system import Train

REFERENCES = ("linear_svc", "linear_svc_names", "tutorial_lstm")

BASELINE = REFERENCES[0]

BAG_OF_WORDS = "linear_svc_bag"
"""Ablation: the linear model on single words, in any order."""

WITHOUT_LSTM = "distilled_without_lstm"
"""Ablation: the student `distilled` with the vectors of pieces pooled as they are."""


def trainer(system: str) -> Train:
    """Return the training of a system: a reference, an ablation, or an architecture of Recollect.

    Imports within the function keep the libraries of other systems out of the process.
    """
    if system == "tutorial_lstm":
        from benchmarks.accuracy import tutorial

        return tutorial.train
    if system in (*REFERENCES, BAG_OF_WORDS):
        from benchmarks.accuracy import linear

        names, is_bag = system == "linear_svc_names", system == BAG_OF_WORDS
        return lambda texts, val, options: linear.train(
            texts, val, options, names=names, is_bag=is_bag
        )
    from benchmarks.accuracy import recollect

    if system == WITHOUT_LSTM:
        from benchmarks.accuracy import ablation

        return lambda texts, _, options: ablation.train(texts, options)
    return lambda texts, _, options: recollect.train(texts, options, system)
