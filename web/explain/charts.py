"""Charts of an explanation: ranking, attention, gates, memory and votes."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Literal

import numpy as np

from web.charts.chart import SHARES, Axis, Chart, Series
from web.explain.wording import unmeasured_sentence
from web.http.numbers import decimal, percent
from web.http.translation import _, later, ngettext, translated

if TYPE_CHECKING:
    from chatbot.explanation.explain import Explanation
    from chatbot.explanation.reading import FloatArray, LstmActivations, NetworkActivations

MOST_RANKED = 8
MOST_UNITS = 16

_LEAST_SPREAD = 0.05
"""Difference of gates for full colour; smaller differences get less."""

_DIRECTIONS = {"forward": later("forwards"), "backward": later("backwards")}

Step = Literal["piece", "word"]
"""Part of a message that the network reads at a time."""


_ROWS = {
    "input": later("input"),
    "forget": later("forget"),
    "output": later("output"),
    "cell": later("cell"),
    "change": later("change"),
}
_ATTENTION: dict[Step, str] = {
    "piece": later(
        "How each attention head shares itself out among the pieces, and the mean of the heads."
    ),
    "word": later(
        "How each attention head shares itself out among the words, and the mean of the heads."
    ),
}
_ATTENTION_NOTE: dict[Step, str] = {
    "piece": later(
        "A row adds up to 100%%: the stronger a cell's colour, the more this head looks at the "
        "piece. Heads learn to look for different things, and the pieces that all of them pass "
        "over hardly matter for the answer."
    ),
    "word": later(
        "A row adds up to 100%%: the stronger a cell's colour, the more this head looks at the "
        "word. Heads learn to look for different things, and the words that all of them pass "
        "over hardly matter for the answer."
    ),
}
_GATES: dict[Step, str] = {
    "piece": later(
        "The mean of the LSTM's gates, the size of its memory and how much that changed, by piece."
    ),
    "word": later(
        "The mean of the LSTM's gates, the size of its memory and how much that changed, by word."
    ),
}
_GATES_NOTE: dict[Step, str] = {
    "piece": later(
        "At each piece, the input gate says how much of it is let in, the forget gate how much of "
        "the memory is kept, and the output gate how much of that is shown: 0 is shut, 1 is open. "
        "Colours compare the pieces of a row, which are read %(order)s: a large change marks a "
        "piece that moved the memory."
    ),
    "word": later(
        "At each word, the input gate says how much of it is let in, the forget gate how much of "
        "the memory is kept, and the output gate how much of that is shown: 0 is shut, 1 is open. "
        "Colours compare the words of a row, which are read %(order)s: a large change marks a "
        "word that moved the memory."
    ),
}
_CELLS: dict[Step, str] = {
    "piece": later(
        "The cell state after each piece, of the %(part)d of %(whole)d units in which it moves"
        " most."
    ),
    "word": later(
        "The cell state after each word, of the %(part)d of %(whole)d units in which it moves most."
    ),
}
_CELLS_NOTE: dict[Step, str] = {
    "piece": later(
        "Each row is one number that the LSTM carries along: orange is above zero, blue is below, "
        "and where the colour stays, it remembers. The rows are sorted by the piece at which they "
        "are furthest from zero; pieces are read %(order)s."
    ),
    "word": later(
        "Each row is one number that the LSTM carries along: orange is above zero, blue is below, "
        "and where the colour stays, it remembers. The rows are sorted by the word at which they "
        "are furthest from zero; words are read %(order)s."
    ),
}


def charts_of(explanation: Explanation) -> dict[str, Chart]:
    """Return the charts by name, without empty charts."""
    reading = explanation.reading
    step: Step = "piece" if explanation.pieces else "word"
    charts = [_ranking(explanation), _attention(reading, step)]
    for lstm in reading.lstms:
        charts += [_gates(lstm, reading, step), _cells(lstm, reading, step)]
    charts.append(_votes(explanation))
    return {chart.name: chart for chart in charts if chart}


def _ranking(explanation: Explanation) -> Chart | None:
    best = explanation.ranking[:MOST_RANKED]
    if not best:
        return None
    return Chart(
        "ranking",
        _("Which intent?"),
        ngettext(
            "The probabilities of the %(num)d best intent, before and after calibration.",
            "The probabilities of the %(num)d best intents, before and after calibration.",
            len(best),
        ),
        "bars",
        tuple(ranked.intent for ranked in best),
        (
            Series(_("Before"), tuple(ranked.raw for ranked in best), "second"),
            Series(_("After"), tuple(ranked.calibrated for ranked in best)),
        ),
        x=Axis(_("Intent"), "name"),
        y=SHARES,
        note=_ranking_note(explanation),
    )


def _ranking_note(explanation: Explanation) -> str:
    longest = _("The longest bar is the intent that the message most likely means.")
    honest = _(
        "Calibration makes the figures honest: of all answers at 80%%, about 80 in 100 should be"
        " right."
    )
    return f"{longest} {honest if explanation.is_measured else unmeasured_sentence()}"


def _attention(reading: NetworkActivations, step: Step) -> Chart | None:
    if reading.attention is None:
        return None
    weights = np.vstack([reading.attention.mean(axis=0), reading.attention])
    numbers = range(1, len(weights))
    heads = [_("mean"), *(_("head %(number)d", number=number) for number in numbers)]
    return Chart(
        "attention",
        _("Where it looked"),
        _(_ATTENTION[step]),
        "heat map",
        reading.steps,
        tuple(
            Series(head, tuple(row.tolist()), texts=tuple(percent(share, 0) for share in row))
            for head, row in zip(heads, weights, strict=True)
        ),
        note=_(_ATTENTION_NOTE[step]),
    )


def _gates(lstm: LstmActivations, reading: NetworkActivations, step: Step) -> Chart:
    rows = [(field.name, getattr(lstm.activity, field.name)) for field in fields(lstm.activity)]
    return Chart(
        f"gates-{lstm.layer}-{lstm.direction}",
        _("The gates, %(place)s", place=_place(lstm, reading)),
        _(_GATES[step]),
        "heat map",
        reading.steps,
        tuple(
            Series(
                translated(_ROWS[name]),
                _scaled(row),
                texts=tuple(decimal(value, ".2f") for value in row),
            )
            for name, row in rows
        ),
        y=Axis(limits=(0, 1)),
        note=_(_GATES_NOTE[step], order=_order(lstm)),
    )


def _scaled(row: FloatArray) -> tuple[float, ...]:
    """Values scaled to 0 for the least, and 1 for the greatest of the row."""
    spread = max(float(np.ptp(row)), _LEAST_SPREAD)
    return tuple(float(value) for value in (row - row.min()) / spread)


def _cells(lstm: LstmActivations, reading: NetworkActivations, step: Step) -> Chart:
    """Chart of the units with the most variable memory, sorted by the step of the peak."""
    cell = lstm.gates.cell
    moved = np.ptp(np.vstack([np.zeros_like(cell[:1]), cell]), axis=0)
    units = sorted(
        np.argsort(-moved, kind="stable")[:MOST_UNITS].tolist(),
        key=lambda unit: (int(np.abs(cell[:, unit]).argmax()), unit),
    )
    return Chart(
        f"cell-{lstm.layer}-{lstm.direction}",
        _("The memory, %(place)s", place=_place(lstm, reading)),
        _(_CELLS[step], part=len(units), whole=cell.shape[1]),
        "heat map",
        reading.steps,
        tuple(_unit(_("unit %(number)d", number=1 + unit), cell[:, unit]) for unit in units),
        note=_(_CELLS_NOTE[step], order=_order(lstm)),
    )


def _unit(name: str, states: FloatArray) -> Series:
    return Series(
        name, tuple(states.tolist()), texts=tuple(decimal(state, "+.2f") for state in states)
    )


def _votes(explanation: Explanation) -> Chart | None:
    votes = explanation.votes or ()
    if not votes:
        return None
    return Chart(
        "votes",
        _("What single words say"),
        _(
            "The terms that spoke loudest for %(intent)s, or against it.",
            intent=explanation.ranking[0].intent,
        ),
        "bars",
        tuple(vote.term for vote in votes),
        (
            Series(
                _("Added to the score"),
                tuple(vote.logit for vote in votes),
                texts=tuple(decimal(vote.logit, "+.2f") for vote in votes),
            ),
        ),
        x=Axis(_("Term"), "name"),
        y=Axis(_("Added to the score")),
        note=_(
            "Beside the LSTM, the network adds up a vote of each word, pair of words and part of "
            "a word (… stands for the rest of it), in whatever order they come. A bar to the right "
            "speaks for the intent, one to the left against it."
        ),
    )


def _place(lstm: LstmActivations, reading: NetworkActivations) -> str:
    direction = translated(_DIRECTIONS[lstm.direction])
    if max(lstm.layer for lstm in reading.lstms) == 1:
        return direction
    return _("layer %(layer)d, %(direction)s", layer=lstm.layer, direction=direction)


def _order(lstm: LstmActivations) -> str:
    return _("from left to right") if lstm.direction == "forward" else _("from right to left")
