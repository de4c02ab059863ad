"""Links and emphasis of Markdown in responses."""

import pytest

from chatbot.text.markup.response import plain_text, response_spans
from chatbot.text.markup.span import Span


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("[chart](https://example.org)", (Span("chart", "https://example.org"),)),
        ('[chart](<https://example.org> "Sizes")', (Span("chart", "https://example.org"),)),
        ("[a](https://example.org/b_(c))", (Span("a", "https://example.org/b_(c)"),)),
        ("![map](www.example.org)", (Span("map", "https://www.example.org"),)),
        ("[write](mailto:a@example.org)", (Span("write", "mailto:a@example.org"),)),
        ("**bold**!", (Span("bold", bold=True), Span("!"))),
        ("*italic*", (Span("italic", italic=True),)),
        (
            "**a *b* c**",
            (Span("a ", bold=True), Span("b", None, True, True), Span(" c", bold=True)),
        ),
        ("**[a](tel:112)**", (Span("a", "tel:112", bold=True),)),
        ("[**a**](tel:112)", (Span("a", "tel:112", bold=True),)),
        ("**www.example.org**", (Span("www.example.org", "https://www.example.org", bold=True),)),
        ("<b>a</b> *b*", (Span("a", bold=True), Span(" "), Span("b", italic=True))),
        ("<code>*a* www.x.org</code>", (Span("*a* www.x.org", code=True),)),
    ],
)
def test_markdown_beyond_doubt(text: str, spans: tuple[Span, ...]) -> None:
    assert response_spans(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "2*3*4",
        "2 * 3 * 4",
        "x**2 + y**2",
        "snake_case_name and __init__",
        "* one\n* two",
        "*one\ntwo*",
        "*** Sale ***",
        "Price* and fee*",
        "(*) and (*)",
        "*.json and *.txt",
        "s**t and f*ck",
        "**kwargs",
        "** a **",
        r"\*a*",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](data:text/html,x)",
        "[x](relative)",
        "f[i](x)",
        "[x] (y)",
        "[]()",
        "[NAME]",
    ],
)
def test_all_else_is_text_as_typed(text: str) -> None:
    assert response_spans(text) == (Span(text),)


def test_a_terminal_gets_the_address_behind_the_text() -> None:
    text = "<b>See</b> [it](https://example.org), www.example.org, [us](mailto:a@example.org)"
    plain = "See it (https://example.org), www.example.org, us (a@example.org)"
    assert plain_text(response_spans(text)) == plain
