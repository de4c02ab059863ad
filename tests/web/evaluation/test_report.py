"""The report is one page that shows all figures, asks nobody, and runs nothing of an author's."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from chatbot.evaluation.intent_tests import CheckedTests
from tests.support.evaluations import HOSTILE, IMAGE, LONG, TEMPLATE, made_up_evaluation
from web.evaluation.charts import MOST_INTENTS
from web.evaluation.report import evaluation_page
from web.training.wording.advice import advice_sentence

EVALUATION = made_up_evaluation()
ADDRESSES = {"src", "href", "data", "action", "poster", "srcset", "background", "formaction"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and its visible text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.text = ""
        self.feed(source)

    @property
    def drawings(self) -> list[dict[str, str | None]]:
        """Attributes of the elements that a script draws charts into."""
        return [attributes for _, attributes in self.elements if "data-chart" in attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        inside = {"script": self.scripts, "style": self.styles}.get(self.cdata_elem or "")
        if inside is None:
            self.text += data
        else:
            inside.append(data)


@pytest.fixture(scope="module")
def source() -> str:
    return evaluation_page(EVALUATION, "Juniper & Co")


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_all_figures_are_there(page: Page) -> None:
    text = " ".join(page.text.split())
    assert "Evaluation of Juniper & Co" in text
    assert "5-fold cross-validation, seed 1" in text
    for share in (
        EVALUATION.accuracy.value,
        EVALUATION.macro_f1.low,
        EVALUATION.scope.false_rejection_rate,
        EVALUATION.scope.off_topic_refused,
        EVALUATION.reliability.ece,
    ):
        assert f"{share:.1%}" in text
    assert "8 of 9" in text
    for advice in EVALUATION.advice:
        assert " ".join(advice_sentence(advice).split()) in text
    for figures in EVALUATION.intents:
        assert figures.intent in text


def test_every_misunderstood_message_is_there(page: Page) -> None:
    for pair in EVALUATION.confusions:
        for message in pair.messages:
            assert message in page.text


def test_it_asks_no_other_machine(page: Page) -> None:
    for tag, attributes in page.elements:
        for name in ADDRESSES & set(attributes):
            assert (attributes[name] or "").startswith("data:"), (tag, attributes)
        assert tag not in {"iframe", "object", "embed", "img", "base"}
    assert not re.search(r"@import|url\(", "".join(page.styles))
    (policy,) = [a["content"] for tag, a in page.elements if a.get("http-equiv")]
    assert policy
    assert "default-src 'none'" in policy


def test_it_fits_into_a_letter(source: str, page: Page) -> None:
    assert len(source) < 200_000
    assert ["ResizeObserver" in script for script in page.scripts] == [True]


def test_what_a_person_wrote_is_text(source: str, page: Page) -> None:
    for text in (HOSTILE, IMAGE, TEMPLATE):
        assert text not in source
        assert text in page.text
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    assert "49" not in page.text.partition("Failed tests")[2]


def test_the_charts_hold_the_data(page: Page) -> None:
    drawings = {a["id"]: json.loads(a["data-chart"] or "") for a in page.drawings}
    assert set(drawings) == {"chart-intents", "chart-reliability", "chart-scores", "chart-learning"}
    names = [figures.intent for figures in EVALUATION.intents[:MOST_INTENTS]]
    assert drawings["chart-intents"]["labels"] == names
    for chart in drawings.values():
        assert all(len(series["values"]) == len(chart["labels"]) for series in chart["series"])


def test_every_chart_is_described(page: Page) -> None:
    assert len(page.drawings) == 4
    assert all(a["role"] == "img" and a["aria-label"] for a in page.drawings)


def test_the_confusion_matrix_is_a_table(page: Page) -> None:
    assert [a.get("class") for _, a in page.elements].count("heat") == 1
    regions = [a["aria-label"] for _, a in page.elements if a.get("role") == "region"]
    assert "Confusion matrix, scrolls sideways" in regions


def test_what_there_is_nothing_of_is_left_out() -> None:
    perfect = replace(
        EVALUATION,
        scope=replace(
            EVALUATION.scope, off_topic=0, off_topic_refused=None, auroc=None, false_accepts=()
        ),
        prediction_sets=None,
        advice=(),
        confusions=(),
        tests=CheckedTests(0, ()),
        learning_curve=None,
    )
    page = Page(evaluation_page(perfect, "Juniper"))
    for heading in (
        "What to do",
        "Misunderstood",
        "Off topic",
        "Failed",
        "Candidates",
        "taken for",
    ):
        assert heading not in page.text
    assert LONG in page.text
    assert "0 of 0" in page.text
