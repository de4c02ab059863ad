"""Report of an evaluation as a single HTML file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.charts.page import page
from web.evaluation.charts import charts_of
from web.evaluation.wording import gain_sentences
from web.training.wording.advice import advice_sentence

if TYPE_CHECKING:
    from chatbot.evaluation.evaluation import Evaluation


def evaluation_page(evaluation: Evaluation, bot_name: str) -> str:
    """HTML page about an evaluation of the bot called `bot_name`."""
    return page(
        "evaluation/report.html",
        charts_of(evaluation),
        evaluation=evaluation,
        bot_name=bot_name,
        advice_sentence=advice_sentence,
        gain_sentences=gain_sentences,
    )
