"""Charts of an explanation: ranking, attention, gates, memory and votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from web.charts.chart import Chart, bars, heat_map, legend, shares, tags

if TYPE_CHECKING:
    from chatbot.explanation.explain import ExplainedIntent, Explanation
    from chatbot.explanation.reading import FloatArray, LstmActivations, NetworkActivations

MOST_RANKED = 8
MOST_UNITS = 16
_BAR = 34
_WIDE = 48
_ROW, _UNIT = 36, 16
"""Pixels: width of a step's cells, and height of those with and without a number."""

_LEAST_SPREAD = 0.05
"""Difference of gates that gets full colour; smaller ones get less."""

_DIRECTIONS = {"forward": "forwards", "backward": "backwards"}


def charts_of(explanation: Explanation) -> dict[str, Chart]:
    """Return the charts by their names, without empty ones."""
    reading = explanation.reading
    step = "piece" if explanation.pieces else "word"
    charts = [_ranking(explanation.ranking), _attention(reading, step)]
    for lstm in reading.lstms:
        charts += [_gates(lstm, reading, step), _cells(lstm, reading, step)]
    charts.append(_votes(explanation))
    return {chart.name: chart for chart in charts if chart}


def _ranking(ranking: Sequence[ExplainedIntent]) -> Chart | None:
    best = ranking[:MOST_RANKED][::-1]
    if not best:
        return None
    names = [ranked.intent for ranked in best]
    data = [
        bars(names, [getattr(ranked, key) for ranked in best], "%{text}: %{x:.1%}")
        | {"name": label}
        for key, label in (("calibrated", "After"), ("raw", "Before"))
    ]
    return Chart(
        "ranking",
        "Which intent?",
        f"The probabilities of the {len(best)} best intents, before and after calibration.",
        data,
        {"barmode": "group", "xaxis": shares(), "yaxis": tags(names), **legend("reversed")},
        height=90 + _BAR * len(best),
        note="The longest bar is the intent that the message most likely means. Calibration makes "
        "the figures honest: of all answers at 80%, about 80 in 100 should be right.",
    )


def _attention(reading: NetworkActivations, step: str) -> Chart | None:
    if reading.attention is None:
        return None
    weights = np.vstack([reading.attention.mean(axis=0), reading.attention])
    heads = [f"head {number}" for number in range(1, len(weights))]
    return heat_map(
        "attention",
        "Where it looked",
        f"How each attention head shares itself out among the {step}s, and the mean of the heads.",
        rows=["mean", *heads],
        columns=reading.steps,
        z=weights.tolist(),
        text=[[f"{share:.0%}" for share in row] for row in weights],
        hover="%{customdata}: %{z:.1%}",
        scale={"zmin": 0, "zmax": float(weights.max())},
        cell=(_WIDE, _ROW),
        note="A row adds up to 100%: the stronger a cell's colour, the more this head looks at the "
        f"{step}. Heads learn to look for different things, and the {step}s that all of them pass "
        "over hardly matter for the answer.",
    )


def _gates(lstm: LstmActivations, reading: NetworkActivations, step: str) -> Chart:
    names = [field.name for field in fields(lstm.activity)]
    values = [getattr(lstm.activity, name) for name in names]
    return heat_map(
        f"gates-{lstm.layer}-{lstm.direction}",
        f"The gates, {_place(lstm, reading)}",
        "The mean of the LSTM's gates, the size of its memory and how much that changed, by "
        f"{step}.",
        rows=names,
        columns=reading.steps,
        z=[_scaled(row) for row in values],
        text=[[f"{value:.2f}" for value in row] for row in values],
        hover="%{customdata}: %{text}",
        scale={"zmin": 0, "zmax": 1},
        cell=(_WIDE, _ROW),
        note=f"At each {step}, the input gate says how much of it is let in, the forget gate how "
        "much of the memory is kept, and the output gate how much of that is shown: 0 is shut, 1 "
        f"is open. Colours compare the {step}s of a row, which are read {_order(lstm)}: a large "
        f"change marks a {step} that moved the memory.",
    )


def _scaled(row: FloatArray) -> list[float]:
    """Values scaled to 0 for the row's least, and 1 for its greatest."""
    spread = max(float(np.ptp(row)), _LEAST_SPREAD)
    return [float(value) for value in (row - row.min()) / spread]


def _cells(lstm: LstmActivations, reading: NetworkActivations, step: str) -> Chart:
    """Chart of the units whose memory moves most, sorted by the step of their peak."""
    cell = lstm.gates.cell
    moved = np.ptp(np.vstack([np.zeros_like(cell[:1]), cell]), axis=0)
    units = sorted(
        np.argsort(-moved, kind="stable")[:MOST_UNITS].tolist(),
        key=lambda unit: (int(np.abs(cell[:, unit]).argmax()), unit),
    )
    most = float(np.abs(cell[:, units]).max())
    return heat_map(
        f"cell-{lstm.layer}-{lstm.direction}",
        f"The memory, {_place(lstm, reading)}",
        f"The cell state after each {step}, of the {len(units)} of {cell.shape[1]} units in which "
        "it moves most.",
        rows=[f"unit {1 + unit}" for unit in units],
        columns=reading.steps,
        z=cell[:, units].T.tolist(),
        hover="%{customdata}: %{z:.3f}",
        scale={
            "zmid": 0,
            "zmin": -most,
            "zmax": most,
            "showscale": True,
            "colorbar": {"thickness": 10, "len": 1, "outlinewidth": 0, "nticks": 5},
        },
        cell=(_WIDE, _UNIT),
        note="Each row is one number that the LSTM carries along: orange is above zero, blue is "
        f"below, and where the colour stays, it remembers. The rows are sorted by the {step} at "
        f"which they are furthest from zero; {step}s are read {_order(lstm)}.",
    )


def _votes(explanation: Explanation) -> Chart | None:
    if not explanation.votes:
        return None
    votes = explanation.votes[::-1]
    terms = [vote.term for vote in votes]
    return Chart(
        "votes",
        "What single words say",
        f"The terms that spoke loudest for {explanation.ranking[0].intent}, or against it.",
        [bars(terms, [vote.logit for vote in votes], "%{text}: %{x:+.2f}")],
        {
            "showlegend": False,
            "xaxis": {"title": {"text": "Added to the score"}},
            "yaxis": tags(terms),
        },
        height=90 + 24 * len(terms),
        note="Beside the LSTM, the network adds up a vote of each word, pair of words and part of "
        "a word (… stands for the rest of it), in whatever order they come. A bar to the right "
        "speaks for the intent, one to the left against it.",
    )


def _place(lstm: LstmActivations, reading: NetworkActivations) -> str:
    layer = f"layer {lstm.layer}, " if max(lstm.layer for lstm in reading.lstms) > 1 else ""
    return f"{layer}{_DIRECTIONS[lstm.direction]}"


def _order(lstm: LstmActivations) -> str:
    return "from left to right" if lstm.direction == "forward" else "from right to left"
