"""Tags of HTML in responses."""

import pytest

from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span


def shown(text: str) -> str:
    return "".join(span.text for span in response_spans(text))


def test_a_link_and_a_break() -> None:
    assert response_spans('See <a href="https://example.org">the chart</a>.<br>S, M') == (
        Span("See "),
        Span("the chart", "https://example.org"),
        Span(".\nS, M"),
    )


@pytest.mark.parametrize(
    "tag",
    [
        "<a target='_blank' href='https://example.org'>",
        "<A HREF = https://example.org >",
        '<a href="https&#58;//example.org"title="x">',
        "<a href=“https://example.org”>",
        '<a\nhref="//example.org">',
        '<a data-href="javascript:x" href="https://example.org">',
    ],
)
def test_links_are_read_as_people_write_them(tag: str) -> None:
    assert response_spans(f"{tag}x</a>") == (Span("x", "https://example.org"),)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("<b>x</b>", {"bold": True}),
        ("<strong class='x'>x</strong>", {"bold": True}),
        ("<i>x</i>", {"italic": True}),
        ("<EM>x</em>", {"italic": True}),
        ("<u>x</u>", {"underline": True}),
        ("<code>x</code>", {"code": True}),
        ("<b><i>x</b></i>", {"bold": True, "italic": True}),
        ("<b><strong>x</strong></b>", {"bold": True}),
    ],
)
def test_emphasis(text: str, style: dict[str, bool]) -> None:
    assert response_spans(text) == (Span("x", None, **style),)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a<br>b<br/>c<br />d</br>e", "a\nb\nc\nd\ne"),
        ("a<br>\nb<br><br>c<br>", "a\nb\n\nc"),
        ("<p>a</p>\n<p>b</p>", "a\nb"),
        ("<div>a</div>b<div>c</div>", "a\nb\nc"),
        ("Sizes:<ul><li>S</li>\n  <li>M</li></ul>Bye", "Sizes:\n• S\n• M\nBye"),
        ("<ol><li>S<li>M</ol>", "1. S\n2. M"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n• b\n2. c"),
        ("</ul></li><li></li>a", "a"),
    ],
)
def test_breaks_and_lists_are_lines(text: str, lines: str) -> None:
    assert shown(text) == lines


def test_entities_are_decoded_beside_tags_only() -> None:
    assert shown("a &amp; b&nbsp;&eacute; &lt;b&gt;<br>&#x41;") == "a & b\xa0é <b>\nA"
    assert shown("AT&amp;T &nbsp; <HUMAN>") == "AT&amp;T &nbsp; <HUMAN>"


@pytest.mark.parametrize(
    "text",
    [
        "<HUMAN>",
        "a < b > c <3 <- ->",
        "a <b and c> d",
        "if a<b> c",
        "</b> alone",
        '<a href="">unclosed',
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<svg onload="alert(1)"><h1>x</h1>',
        "<!-- comment -->",
        "<br onclick>",
        "<",
        "<a",
    ],
)
def test_all_else_is_text_as_typed(text: str) -> None:
    assert response_spans(text) == (Span(text),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java&#10;script:alert(1)",
        "&#106;avascript:alert(1)",
        "data:,x",
        "/x",
    ],
)
def test_the_label_of_an_unsafe_link_stays(address: str) -> None:
    assert response_spans(f'<a href="{address}">here</a>') == (Span("here"),)


def test_events_of_a_supported_tag_are_dropped() -> None:
    assert response_spans('<b onclick="alert(1)" style="x">a</b>') == (Span("a", bold=True),)


def test_a_text_of_tags_alone_stays_as_typed() -> None:
    assert response_spans("<br>") == (Span("<br>"),)
