"""Charts of an explanation: ranking, attention, gates, memory and votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from web.charts.chart import SHARES, Axis, Chart, Series

if TYPE_CHECKING:
    from chatbot.explanation.explain import ExplainedIntent, Explanation
    from chatbot.explanation.reading import FloatArray, LstmActivations, NetworkActivations

MOST_RANKED = 8
MOST_UNITS = 16

_LEAST_SPREAD = 0.05
"""Difference of gates for full colour; smaller differences get less."""

_DIRECTIONS = {"forward": "forwards", "backward": "backwards"}


def charts_of(explanation: Explanation) -> dict[str, Chart]:
    """Return the charts by name, without empty charts."""
    reading = explanation.reading
    step = "piece" if explanation.pieces else "word"
    charts = [_ranking(explanation.ranking), _attention(reading, step)]
    for lstm in reading.lstms:
        charts += [_gates(lstm, reading, step), _cells(lstm, reading, step)]
    charts.append(_votes(explanation))
    return {chart.name: chart for chart in charts if chart}


def _ranking(ranking: Sequence[ExplainedIntent]) -> Chart | None:
    best = ranking[:MOST_RANKED]
    if not best:
        return None
    return Chart(
        "ranking",
        "Which intent?",
        f"The probabilities of the {len(best)} best intents, before and after calibration.",
        "bars",
        tuple(ranked.intent for ranked in best),
        (
            Series("Before", tuple(ranked.raw for ranked in best), "second"),
            Series("After", tuple(ranked.calibrated for ranked in best)),
        ),
        x=Axis("Intent", "name"),
        y=SHARES,
        note="The longest bar is the intent that the message most likely means. Calibration makes "
        "the figures honest: of all answers at 80%, about 80 in 100 should be right.",
    )


def _attention(reading: NetworkActivations, step: str) -> Chart | None:
    if reading.attention is None:
        return None
    weights = np.vstack([reading.attention.mean(axis=0), reading.attention])
    heads = ["mean", *(f"head {number}" for number in range(1, len(weights)))]
    return Chart(
        "attention",
        "Where it looked",
        f"How each attention head shares itself out among the {step}s, and the mean of the heads.",
        "heat map",
        reading.steps,
        tuple(
            Series(head, tuple(row.tolist()), texts=tuple(f"{share:.0%}" for share in row))
            for head, row in zip(heads, weights, strict=True)
        ),
        note="A row adds up to 100%: the stronger a cell's colour, the more this head looks at the "
        f"{step}. Heads learn to look for different things, and the {step}s that all of them pass "
        "over hardly matter for the answer.",
    )


def _gates(lstm: LstmActivations, reading: NetworkActivations, step: str) -> Chart:
    rows = [(field.name, getattr(lstm.activity, field.name)) for field in fields(lstm.activity)]
    return Chart(
        f"gates-{lstm.layer}-{lstm.direction}",
        f"The gates, {_place(lstm, reading)}",
        "The mean of the LSTM's gates, the size of its memory and how much that changed, by "
        f"{step}.",
        "heat map",
        reading.steps,
        tuple(
            Series(name, _scaled(row), texts=tuple(f"{value:.2f}" for value in row))
            for name, row in rows
        ),
        y=Axis(limits=(0, 1)),
        note=f"At each {step}, the input gate says how much of it is let in, the forget gate how "
        "much of the memory is kept, and the output gate how much of that is shown: 0 is shut, 1 "
        f"is open. Colours compare the {step}s of a row, which are read {_order(lstm)}: a large "
        f"change marks a {step} that moved the memory.",
    )


def _scaled(row: FloatArray) -> tuple[float, ...]:
    """Values scaled to 0 for the least, and 1 for the greatest of the row."""
    spread = max(float(np.ptp(row)), _LEAST_SPREAD)
    return tuple(float(value) for value in (row - row.min()) / spread)


def _cells(lstm: LstmActivations, reading: NetworkActivations, step: str) -> Chart:
    """Chart of the units with the most variable memory, sorted by the step of the peak."""
    cell = lstm.gates.cell
    moved = np.ptp(np.vstack([np.zeros_like(cell[:1]), cell]), axis=0)
    units = sorted(
        np.argsort(-moved, kind="stable")[:MOST_UNITS].tolist(),
        key=lambda unit: (int(np.abs(cell[:, unit]).argmax()), unit),
    )
    return Chart(
        f"cell-{lstm.layer}-{lstm.direction}",
        f"The memory, {_place(lstm, reading)}",
        f"The cell state after each {step}, of the {len(units)} of {cell.shape[1]} units in which "
        "it moves most.",
        "heat map",
        reading.steps,
        tuple(_unit(f"unit {1 + unit}", cell[:, unit]) for unit in units),
        note="Each row is one number that the LSTM carries along: orange is above zero, blue is "
        f"below, and where the colour stays, it remembers. The rows are sorted by the {step} at "
        f"which they are furthest from zero; {step}s are read {_order(lstm)}.",
    )


def _unit(name: str, states: FloatArray) -> Series:
    return Series(name, tuple(states.tolist()), texts=tuple(f"{state:+.2f}" for state in states))


def _votes(explanation: Explanation) -> Chart | None:
    votes = explanation.votes or ()
    if not votes:
        return None
    return Chart(
        "votes",
        "What single words say",
        f"The terms that spoke loudest for {explanation.ranking[0].intent}, or against it.",
        "bars",
        tuple(vote.term for vote in votes),
        (
            Series(
                "Added to the score",
                tuple(vote.logit for vote in votes),
                texts=tuple(f"{vote.logit:+.2f}" for vote in votes),
            ),
        ),
        x=Axis("Term", "name"),
        y=Axis("Added to the score"),
        note="Beside the LSTM, the network adds up a vote of each word, pair of words and part of "
        "a word (… stands for the rest of it), in whatever order they come. A bar to the right "
        "speaks for the intent, one to the left against it.",
    )


def _place(lstm: LstmActivations, reading: NetworkActivations) -> str:
    layer = f"layer {lstm.layer}, " if max(lstm.layer for lstm in reading.lstms) > 1 else ""
    return f"{layer}{_DIRECTIONS[lstm.direction]}"


def _order(lstm: LstmActivations) -> str:
    return "from left to right" if lstm.direction == "forward" else "from right to left"
