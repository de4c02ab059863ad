"""Laws of all responses."""

import re
from time import perf_counter
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.text.markup.response import plain_text, response_spans
from chatbot.text.markup.span import Span

PIECES = (
    *("<a href='", "<a href=", "'>", "</a>", "<b>", "</b>", "<i>", "</i>", "<br>", "<li>", "<p>"),
    *("<", ">", "/", "*", "**", "[", "](", ")", "(", '"', "'", "&", "&#10;", ";", "@", ":", "://"),
    *("https://", "www.", "javascript:", "data:", "mailto:", "tel:", "example.org", "a", "1", "0"),
    *(" ", "\n", "\t", "\u202e", "\u200b", "ſ", "а", "／", "\\", ".", "-", "+44 1632 960200"),
)
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
WORDS = st.text("abcdefg é", min_size=1, max_size=8)
TYPED = st.sampled_from(["<HUMAN>", "{name}", "%s", "a < b", "<3", "<script>x</script>", "2*3*4"])
SAFE = re.compile(r"https?://[^/?#@\\]+|mailto:[^@\s]+@[^@\s]+|tel:\+?[0-9]{3,15}$")


@given(MARKUP | st.text())
def test_links_lead_to_web_mail_and_telephone_only(text: str) -> None:
    for span in response_spans(text):
        assert span.text or not text
        if span.href is not None:
            assert SAFE.match(span.href), span
            assert not {category(character) for character in span.href} & {"Cc", "Cf", "Zl", "Zp"}


@given(MARKUP | st.text())
def test_nothing_is_shown_that_was_not_written(text: str) -> None:
    if "&" not in text:
        shown = "".join(span.text for span in response_spans(text))
        written = iter(text)
        assert all(character in written for character in re.sub(r"[\s•]", "", shown))


@given(st.text("".join(map(chr, range(32, 127))) + "é\n\xa0").map(lambda t: re.sub("[<*[]", "", t)))
def test_a_text_without_tags_and_markdown_is_shown_whole(text: str) -> None:
    assert "".join(span.text for span in response_spans(text)) == text


@given(st.lists(WORDS | TYPED, min_size=1, max_size=8), st.data())
def test_all_that_is_not_markup_is_shown(texts: list[str], data: st.DataObject) -> None:
    marks = st.sampled_from(
        ["<b>{}</b>", "<p>{}</p>", "{}<br>", "<a href='tel:112'>{}</a>", " {} "]
    )
    marked = "".join(data.draw(marks).format(text) for text in texts)
    shown = "".join(span.text for span in response_spans(marked))
    position = 0
    for text in texts:
        position = shown.index(text.strip(), position) + len(text.strip())


@given(st.text(st.characters(exclude_characters="<*[@:", exclude_categories=["Nd"])))
def test_a_plain_text_is_a_single_span(text: str) -> None:
    if "www." not in text.lower():
        assert response_spans(text) == (Span(text),)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "<",
            "<a ",
            '<a href="',
            "<a href=x ",
            "<p x=a ",
            "<b>",
            "<b>*",
            "<li>",
            "&#",
            "*a ",
            "**a ",
        ),
        *("*a", "**a* ", "[a](", "[", "(", "https://)", "0", "0 ", "+1 2", "(0", "0123 ", "call 1"),
        *("a.a.", "a@", "a@a.a.", "www.a.", "AB12 1234 ", "no. ", "call 123456, ", "\u200d", "'"),
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    begin = perf_counter()
    response_spans.__wrapped__(text)
    assert perf_counter() - begin < 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<a href='https://maps.example.org/x'>maps</a>", "maps (https://maps.example.org/x)"),
        ("[help](mailto:help@example.org)", "help (help@example.org)"),
        ("[example.org/x](https://example.org/x)", "example.org/x"),
        ("See https://example.org.", "See https://example.org."),
        ("[a@example.org](mailto:a@example.org)", "a@example.org"),
    ],
)
def test_in_a_terminal_an_address_stands_behind_the_text_of_its_link(text: str, shown: str) -> None:
    assert plain_text(response_spans(text)) == shown
