"""Addresses of links: safe ones, and the tricks to pass for one."""

import pytest

from chatbot.text.markup.hrefs import safe_href


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org", "https://example.org"),
        (" HTTPS://Example.org/A ", "https://Example.org/A"),
        ("http://intranet:8080/wiki?q=a@b#c", "http://intranet:8080/wiki?q=a@b#c"),
        ("//example.org/x", "https://example.org/x"),
        ("www.example.org", "https://www.example.org"),
        ("https://example.org/my file.pdf", "https://example.org/my%20file.pdf"),
        ("https://münchen.example/straße", "https://münchen.example/straße"),
        ("https://пример.рф/", "https://пример.рф/"),
        ("https://उदाहरण.भारत/", "https://उदाहरण.भारत/"),
        ("mailto:a.b+c@example.org", "mailto:a.b+c@example.org"),
        ("mailto:a@example.org?subject=A size", "mailto:a@example.org?subject=A%20size"),
        ("a@example.org", "mailto:a@example.org"),
        ("tel:+44 (0)1632 960200", "tel:+441632960200"),
        ("TEL:112", "tel:112"),
    ],
)
def test_a_safe_address_is_kept(written: str, href: str) -> None:
    assert safe_href(written) == href


@pytest.mark.parametrize(
    "written",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript://example.org/%0Aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://example.org/1",
        "view-source:https://example.org",
        "httpſ://example.org",
        "/relative",
        "chart.html",
        "#top",
        "https:example.org",
        "https:/example.org",
        "https:\\\\example.org",
        "https://example.org\\@evil.example",
        "https://user@example.org",
        "https://user:password@example.org",
        "https://example.org:443@evil.example",
        "https://",
        "https:///example.org",
        "https://example..org",
        "https://-example.org",
        "https://example.org:99999",
        "https://exam\u200bple.org",
        "https://example.org/\u202egpj.exe",
        "https://example.org／.evil.example",
        "https://ｅxample.org",
        "https://ex\u0430mple.org",
        "https://example.org/a\nb",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://[::1]/",
        f"https://example.org/{'a' * 2048}",
        "mailto:a@example.org\nbcc:b@example.org",
        "mailto:a",
        "tel:javascript",
        "tel:1",
        "tel:" + "1" * 16,
    ],
)
def test_any_other_address_is_refused(written: str) -> None:
    assert safe_href(written) is None
