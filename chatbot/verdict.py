"""What messages that a network did not learn say about it. Imports keras."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from chatbot.confidence import Calibration
from chatbot.evidence import Evidence
from chatbot.examples import NOTHING, IntArray
from chatbot.subject import OnEpoch, Subject

_MISSPELT_SEED = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many messages that it had not learnt a network was asked and got, and how to read it.

    `evidence` is what was said of the examples in `rows` of the subject: those that were held out.
    """

    messages: int
    accuracy: float
    calibration: Calibration
    rows: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


def judge(
    subject: Subject,
    examples: IntArray,
    seed: int,
    refused: float,
    on_round: Callable[[int], OnEpoch],
) -> Verdict:
    """Return what networks that learn part of these rows of the examples say of the others.

    Where none can be spared, a network that learnt them all is asked for misspelt ones.
    """
    ours = replace(subject, examples=subject.examples.take(examples))
    rounds = ours.rounds(seed)
    evidence: list[Evidence] = []
    for number, rows in enumerate(rounds):
        held_out = ours.examples.take(rows)
        kept = ours.examples.take(np.setdiff1d(np.arange(len(ours.examples)), rows))
        network = ours.teach(kept, held_out, on_round(len(rounds) + 1 - number))
        evidence += ours.asked(network, held_out)
    true = ours.examples.labels
    held_out_rows = np.concatenate(rounds) if rounds else np.array([], np.int64)
    if rounds:
        true = true[held_out_rows]
    else:
        network = ours.teach(ours.examples, NOTHING, on_round(2))
        evidence = ours.asked(network, ours.examples.misspelt(_MISSPELT_SEED))
    right = np.array([each.logits[:-1].argmax() for each in evidence]) == true
    return Verdict(
        len(held_out_rows),
        float(right.mean()),
        Calibration.fit(evidence, true, refused),
        tuple(examples[held_out_rows].tolist()),
        tuple(evidence) if rounds else (),
    )
