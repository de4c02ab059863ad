"""The pictures of an explanation hold its figures, word by word, and nothing that runs."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.evaluations import HOSTILE, IMAGE, TEMPLATE
from tests.support.explanations import made_up_explanation
from tests.web.evaluation.test_report import Page
from web.charts.chart import SHADES
from web.explain.charts import MOST_UNITS, charts_of
from web.explain.report import explanation_page
from web.explain.wording import decision_sentence, named_scores

EXPLANATION = made_up_explanation()
READING = EXPLANATION.reading
CHARTS = charts_of(EXPLANATION)
NAMES = ["ranking", "attention", "gates-1-forward", "cell-1-forward", "gates-1-backward"]
NAMES += ["cell-1-backward", "votes"]


@pytest.fixture(scope="module")
def source() -> str:
    return explanation_page(EXPLANATION, "Juniper & Co")


def test_there_is_a_picture_of_each_stage() -> None:
    assert list(CHARTS) == NAMES
    assert all(chart.note.count(". ") == 1 for chart in CHARTS.values())


def test_attention_is_shown_per_head_and_as_a_mean() -> None:
    chart = CHARTS["attention"]
    weights = np.array([series.values for series in chart.series])
    assert READING.attention is not None
    assert weights[1:] == pytest.approx(READING.attention)
    assert weights[0] == pytest.approx(READING.attention.mean(axis=0))
    assert len(chart.labels) == len(READING.steps)


def test_gates_are_numbers_whose_colours_compare_the_words() -> None:
    chart = CHARTS["gates-1-backward"]
    forget = READING.lstms[1].activity.forget
    row = chart.rows()[1]
    assert row.head == "forget"
    assert [cell.text for cell in row.cells] == [f"{value:.2f}" for value in forget]
    shades = [cell.shade for cell in row.cells]
    assert min(shades) == 0
    assert np.array(chart.series[1].values).argmax() == forget.argmax()
    assert shades[forget.argmax()] == max(shades)


def test_the_memory_is_that_of_the_units_that_move_most() -> None:
    chart = CHARTS["cell-1-forward"]
    states = np.array([series.values for series in chart.series])
    cell = READING.lstms[0].gates.cell
    assert states.shape == (MOST_UNITS, len(READING.steps))
    peaks = [int(np.abs(row).argmax()) for row in states]
    assert peaks == sorted(peaks)
    number = int(chart.series[0].name.split()[1]) - 1
    assert states[0] == pytest.approx(cell[:, number])
    shades = np.array([[cell.shade for cell in row.cells] for row in chart.rows()])
    assert abs(shades[np.unravel_index(np.abs(states).argmax(), states.shape)]) == SHADES
    assert (np.sign(shades) == np.sign(states)).all()


def test_what_there_is_nothing_of_is_left_out() -> None:
    bare = replace(EXPLANATION.reading, kind="none", attention=None, lstms=())
    explanation = replace(EXPLANATION, reading=bare, votes=None, words=(), nearest=())
    assert list(charts_of(explanation)) == ["ranking"]
    page = Page(explanation_page(explanation, "Juniper"))
    assert "it has no LSTM, and no gates" in page.text
    assert "No pattern shares a word" in page.text


def test_the_page_says_everything_in_words(source: str) -> None:
    text = " ".join(Page(source).text.split())
    assert "Why Juniper & Co answered this" in text
    sentence = decision_sentence(EXPLANATION.decision)
    for words in (EXPLANATION.answer.text, sentence, "waits for a context"):
        assert words in text
    for chart in CHARTS.values():
        assert chart.note in text
    for words in ("yes", "by its stem", "by parts"):
        assert words in text


def test_the_page_names_the_candidates_and_the_scores_of_the_detector(source: str) -> None:
    text = " ".join(Page(source).text.split())
    candidates = text[text.index("The candidates") : text.index("Is it about any")]
    for tag in EXPLANATION.decision.candidates:
        assert tag in candidates
    assert "90% have the right one" in candidates
    scope = EXPLANATION.decision.scope
    for name, score in named_scores(scope.parts).items():
        assert f"{name}{score:+.2f}" in text
    assert f"mean{scope.score:+.2f} needed{scope.threshold:+.2f}" in text
    assert "nearness" not in text  # this network gives no such score


def test_a_message_in_pieces_is_read_in_pieces() -> None:
    pieces = ("[CLS]", "hel", "##lo", "[SEP]")
    explanation = replace(EXPLANATION, pieces=pieces)
    page = Page(explanation_page(explanation, "Juniper"))
    assert "in pieces: [CLS] · hel · ##lo · [SEP]" in page.text
    for name, chart in charts_of(explanation).items():
        words = f"{chart.summary} {chart.note}"
        assert name in ("ranking", "votes") or ("piece" in words and " word" not in words)


def test_the_page_asks_nobody_and_runs_nothing_of_a_visitor(source: str) -> None:
    page = Page(source)
    own = source.replace(max(page.scripts, key=len), "")
    for text in (HOSTILE, IMAGE, TEMPLATE):
        assert text not in own
        assert text in page.text
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    (policy,) = [a["content"] for _, a in page.elements if a.get("http-equiv")]
    assert policy
    assert "default-src 'none'" in policy
    for tag, attributes in page.elements:
        for name in {"src", "href"} & set(attributes):
            if tag == "a":  # asks somebody only when pressed
                assert attributes["rel"] == "noopener noreferrer"
                assert (attributes[name] or "").startswith("https://")
            else:
                assert (attributes[name] or "").startswith("data:")
