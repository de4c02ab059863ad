"""Bare addresses of web and mail."""

import pytest

from chatbot.text.markup.response import response_spans


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See www.example.org.", {"www.example.org": "https://www.example.org"}),
        ("WWW.Example.org/a,", {"WWW.Example.org/a": "https://WWW.Example.org/a"}),
        ("https://example.org/?a=1&b=2!", {"https://example.org/?a=1&b=2": None}),
        ("(https://example.org/Foo_(bar))", {"https://example.org/Foo_(bar)": None}),
        ("“https://example.org/x”", {"https://example.org/x": None}),
        ("看https://example.org/路。好", {"https://example.org/路": None}),
        ("https://example.org/\u202eabc", {"https://example.org/": None}),
        ("https://example.org/a_b_c*", {"https://example.org/a_b_c": None}),
        ("<https://example.org>", {"https://example.org": None}),
        ("write to info@example.org.", {"info@example.org": "mailto:info@example.org"}),
        ("E-mail:a.b@x.example.org", {"a.b@x.example.org": "mailto:a.b@x.example.org"}),
        ("mailto:a@example.org", {"a@example.org": "mailto:a@example.org"}),
        ("a@x.org/b@x.org", {"a@x.org": "mailto:a@x.org", "b@x.org": "mailto:b@x.org"}),
        ("https://user:pw@example.org", {}),
        ("ftp://user@example.org", {}),
        ("javascript:alert(1)", {}),
        ("example.org and chart.html", {}),
        ("xhttps://example.org", {}),
        ("awww.example.org", {}),
        ("www. and www.x and @name", {}),
        ("a@b and a@b.c and a @example.org", {}),
        ("https://", {}),
    ],
)
def test_whole_addresses_are_linked(text: str, links: dict[str, str | None]) -> None:
    spans = response_spans(text)
    assert "".join(span.text for span in spans) == text
    linked = {span.text: span.href for span in spans if span.href}
    assert linked == {text: href or text for text, href in links.items()}
