"""The page that takes an answer apart, as a viewer's browser gets it."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.support.sign_in import SignIn
from web.explain.trial import LONGEST


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database will do: the page only reads the bot, as the chat does."""
    return sqlite_url


def page(sign_in: SignIn, **query: str) -> str:
    answer = sign_in("viewer").get("/admin/try", query_string=query)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_nobody_is_sent_to_sign_in(app: Flask) -> None:
    assert app.test_client().get("/admin/try").status_code == 302


@pytest.mark.usefixtures("live_bundle")
def test_every_stage_between_a_message_and_its_answer_is_shown(sign_in: SignIn) -> None:
    shown = page(sign_in, text="when do yuo open?")
    assert "We are open from nine to six." in shown
    assert "Answered: the score of" in shown
    words = re.findall(r'<tr><th scope="row" class="word fw-normal">(.*?)</th><td', shown)
    assert words[:4] == ["when", "do", "yuo", "open"]
    assert "by parts" in shown or "<strong>no</strong>" in shown
    assert "when do you open" in shown, "the nearest pattern"
    titles = ["The words", "Which intent?", "The candidates", "The nearest patterns"]
    titles += ["Where it looked", "The gates, forwards", "The memory, backwards"]
    for title in titles:
        assert f">{title}</h" in shown
    assert len(re.findall(r'<th scope="col" title="yuo">', shown)) == 5


@pytest.mark.usefixtures("live_bundle")
def test_the_page_can_be_shared_and_starts_empty(sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    empty = viewer.get("/admin/try").text
    assert "alert" not in empty
    assert "The words" not in empty
    assert 'value="hello"' in viewer.get("/admin/try?text=hello").text


@pytest.mark.usefixtures("live_bundle")
def test_what_cannot_be_explained_gets_a_sentence(sign_in: SignIn) -> None:
    viewer = sign_in("viewer")
    for query, sentence in (
        ({"text": "  "}, "There is no message yet"),
        ({"text": "a " * LONGEST}, "This message has 1,000 characters, and at most 500"),
        ({"text": "hello", "context": "moon"}, "waits for a context “moon”"),
    ):
        assert sentence in viewer.get("/admin/try", query_string=query).text


@pytest.mark.usefixtures("live_bundle")
def test_a_message_without_a_word_is_explained_too(sign_in: SignIn) -> None:
    shown = page(sign_in, text="?!")
    assert "Fallback: nothing in this message resembles a word of any pattern." in shown


@pytest.mark.usefixtures("live_bundle")
def test_a_message_is_shown_as_it_was_written(sign_in: SignIn) -> None:
    answer = sign_in("viewer").get("/admin/try", query_string={"text": "<b>hi</b> \"'&"})
    assert "<b>" not in answer.text
    assert "style=" not in answer.text
    assert "&lt;b&gt;hi" in answer.text


def test_without_a_model_the_page_says_what_to_do(sign_in: SignIn) -> None:
    assert "There is no trained model yet." in page(sign_in, text="hello")
