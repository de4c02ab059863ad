"""Output of `flask explain`: each stage of an answer, in 80 columns."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from chatbot.explanation.explain import Explanation
from chatbot.explanation.reading import LstmActivations, NetworkActivations
from chatbot.model.out_of_scope import ScopeDecision
from web.cli.console import heading, plain_table
from web.explain.wording import (
    KNOWN_BY,
    decision_sentence,
    effect_sentence,
    missing_gates,
    named_scores,
    unmeasured_sentence,
)

MOST_RANKED, MOST_VOTES = 5, 5
_LONGEST_WORD, _LONGEST_NAME, _LONGEST_PATTERN = 14, 28, 38
_BAR = 20
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_ARROWS = {"forward": "→", "backward": "←"}
_GATES = ("input", "forget", "output", "cell")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print each stage between a message and the answer."""
    console.print(Text(decision_sentence(explanation.decision), style="bold"))
    console.print(Text(explanation.answer.text, style="green"))
    if explanation.contexts:
        console.print(Text(f"Open contexts: {', '.join(explanation.contexts)}"))
    _print_words(console, explanation)
    _print_pieces(console, explanation)
    _print_ranking(console, explanation)
    _print_scope(console, explanation.decision.scope)
    _print_nearest(console, explanation)
    _print_votes(console, explanation)
    _print_gates(console, explanation.reading)


def _print_words(console: Console, explanation: Explanation) -> None:
    heading(console, "Words")
    attention = [] if explanation.pieces else list(_attention(explanation.reading))
    table = plain_table("Word")
    for name in ("Stem", "Known", "TF-IDF", *(["Attention"] if attention else [])):
        table.add_column(name, no_wrap=True)
    for index, word in enumerate(explanation.words):
        table.add_row(
            _cut(word.shown, 2 * _LONGEST_WORD),
            _cut(word.stem, _LONGEST_WORD),
            Text(KNOWN_BY[word.known], style="" if word.known == "word" else "yellow"),
            f"{word.weight:.2f}",
            *attention[index : index + 1],
        )
    console.print(table if explanation.words else "  None.")


def _print_pieces(console: Console, explanation: Explanation) -> None:
    if not explanation.pieces:
        return
    heading(console, "Word pieces, as the network reads them")
    table = plain_table("Piece")
    table.add_column("Attention", no_wrap=True)
    attention = list(_attention(explanation.reading))
    for index, piece in enumerate(explanation.pieces):
        table.add_row(_cut(piece, _LONGEST_WORD), *attention[index : index + 1])
    console.print(table)


def _attention(reading: NetworkActivations) -> Iterator[str]:
    """Attention of each step, a mean over the heads, as a bar and in percent."""
    if reading.attention is not None:
        for share in reading.attention.mean(axis=0):
            yield f"{'█' * round(_BAR * share):·<{_BAR}} {share:4.0%}"


def _print_ranking(console: Console, explanation: Explanation) -> None:
    heading(console, "Ranking")
    table = plain_table("Intent", "Uncalibrated", "Calibrated")
    for ranked in explanation.ranking[:MOST_RANKED]:
        name = _cut(ranked.intent, _LONGEST_NAME)
        if ranked.expected:
            name.append(" (expected)", style="dim")
        table.add_row(name, f"{ranked.raw:.1%}", f"{ranked.calibrated:.1%}")
    console.print(table)
    for effect in explanation.effects:
        console.print(Text(effect_sentence(effect)))
    decision = explanation.decision
    likely = ", ".join(decision.candidates) or "none"
    if explanation.is_measured:
        console.print(Text(f"Likely, at a coverage of {decision.coverage:.0%}: {likely}"))
    else:
        console.print(Text(f"Likely: {likely}\n{unmeasured_sentence()}"))


def _print_scope(console: Console, scope: ScopeDecision) -> None:
    heading(console, "Is it about any of the intents?")
    table = plain_table("Score", "From the usual")
    for part, score in named_scores(scope.parts).items():
        table.add_row(part, f"{score:+.2f}")
    table.add_row(Text("weighted mean", style="bold"), f"{scope.score:+.2f}")
    table.add_row(Text("needed", style="dim"), f"{scope.threshold:+.2f}")
    console.print(table)


def _print_nearest(console: Console, explanation: Explanation) -> None:
    heading(console, "Nearest patterns")
    table = plain_table("Pattern", "Similarity")
    table.add_column("Intent", no_wrap=True)
    for near in explanation.nearest:
        intent = _cut(near.intent, _LONGEST_NAME)
        if not near.possible:
            intent.stylize("dim")
        table.add_row(_cut(near.pattern, _LONGEST_PATTERN), f"{near.similarity:.0%}", intent)
    none = "  None shares a word, or a part of one, with the message."
    console.print(table if explanation.nearest else none)


def _print_votes(console: Console, explanation: Explanation) -> None:
    if not explanation.votes:
        return
    best = explanation.ranking[0].intent
    heading(console, f"What single terms say for or against {best}")
    spoken = (f"{vote.term} {vote.logit:+.2f}" for vote in explanation.votes[:MOST_VOTES])
    console.print(Text(f"  {'   '.join(spoken)}"))


def _print_gates(console: Console, reading: NetworkActivations) -> None:
    if sentence := missing_gates(reading):
        heading(console, "Gates")
        console.print(f"  {sentence}")
    for layer in sorted({lstm.layer for lstm in reading.lstms}):
        lstms = [lstm for lstm in reading.lstms if lstm.layer == layer]
        several = reading.lstms[-1].layer > 1
        heading(console, f"The LSTM's gates{f', layer {layer}' if several else ''}")
        _print_layer(console, reading, lstms)


def _print_layer(
    console: Console, reading: NetworkActivations, lstms: list[LstmActivations]
) -> None:
    """Print the gates of both directions beside each other, as means over the units."""
    headings = [f"{_ARROWS[lstm.direction]}{name}" for lstm in lstms for name in _GATES]
    table = plain_table("Step", *headings)
    for index, step in enumerate(reading.steps):
        values = [float(getattr(lstm.activity, name)[index]) for lstm in lstms for name in _GATES]
        table.add_row(_cut(step, _LONGEST_WORD), *map(_gauge, values))
    console.print(table)


def _gauge(value: float) -> str:
    eighths = min(max(round(8 * value), 0), 8)
    return f"{_EIGHTHS[eighths]}{value:.2f}"


def _cut(text: str, longest: int) -> Text:
    return Text(text if len(text) <= longest else f"{text[: longest - 1]}…")
