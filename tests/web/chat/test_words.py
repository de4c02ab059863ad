import re
from collections.abc import Callable
from string import Formatter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from web.chat.words import FOLDER, LANGUAGES, words_of
from web.core.assets import WEB
from web.core.settings import Settings

OTHERS = [language for language in LANGUAGES if language != "en"]
SAID = re.compile(r'\bt\(\s*"([^"]+)"')
MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def make_client(make_app: Callable[[Settings], Flask], make_settings: MakeSettings) -> MakeClient:
    """A client of an application with these RECOLLECT_ variables."""

    def make(**environ: str) -> FlaskClient:
        return make_app(make_settings(**environ)).test_client()

    return make


def sentences(suffix: str, *folders: str) -> set[str]:
    """English sentences of the files with this suffix."""
    files = [path for folder in folders for path in (WEB / folder).rglob(f"*{suffix}")]
    assert files
    return {text for path in files for text in SAID.findall(path.read_text(encoding="utf-8"))}


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def language_of(client: FlaskClient, accepted: str, query: str = "") -> tuple[str, str]:
    """Language and direction of the page for a browser that accepts these languages."""
    response = client.get(f"/{query}", headers={"Accept-Language": accepted})
    assert "Accept-Language" in response.vary
    match = re.search(r'<html lang="(\w+)" dir="(\w+)">', response.text)
    assert match
    return match[1], match[2]


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_sentence_with_its_values_and_no_other(language: str) -> None:
    words = words_of(language)
    assert words.page.keys() == sentences(".html", "chat", "widget")
    assert words.script.keys() == sentences(".js", "static/chat", "static/widget")
    assert words.person.keys() == sentences(".js", "static/person")
    for english, text in [*words.page.items(), *words.script.items(), *words.person.items()]:
        assert text.strip() == text != "", english
        assert values(text) - {"count"} == values(english) - {"count"}, english
        assert not set("<>&\\") & set(text), english


def test_the_files_are_in_a_layout_that_shows_changes() -> None:
    for path in FOLDER.glob("*.json"):
        assert len(path.read_text(encoding="utf-8").splitlines()) > 60, path


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", ("de", "ltr")),
        ("da, pt-BR;q=0.5", ("pt", "ltr")),
        ("ar-EG", ("ar", "rtl")),
        ("zh-CN", ("zh", "ltr")),
        ("de-AT,en;q=0.5", ("de", "ltr")),
        ("de-CH,en-US;q=0.7,en;q=0.3", ("de", "ltr")),
        ("en-GB,de;q=0.9", ("en", "ltr")),
        ("tlh", ("fr", "ltr")),
        ("", ("fr", "ltr")),
        ("../../etc/passwd;q=x, \x7f", ("fr", "ltr")),
    ],
)
def test_the_page_is_in_the_visitors_language_or_the_bots(
    make_client: MakeClient, accepted: str, language: tuple[str, str]
) -> None:
    assert language_of(make_client(RECOLLECT_LANGUAGE="french"), accepted) == language


@pytest.mark.parametrize("bot", ["finnish", "hebrew", "other"])
def test_a_bot_of_another_language_has_an_english_page(make_client: MakeClient, bot: str) -> None:
    assert language_of(make_client(RECOLLECT_LANGUAGE=bot), "") == ("en", "ltr")


@pytest.mark.parametrize(
    ("query", "language"),
    [("?language=ko", "ko"), ("?language=tlh", "de"), ("?language=../words", "de")],
)
def test_a_language_in_the_address_comes_first(
    make_client: MakeClient, query: str, language: str
) -> None:
    assert language_of(make_client(), "de", query)[0] == language


def test_the_words_stand_around_the_name_of_the_bot(make_client: MakeClient) -> None:
    page = make_client(RECOLLECT_BOT_NAME="{0} <b>").get("/?language=fr").text
    assert '<label class="sr" for="message">Message à {0} &lt;b&gt;</label>' in page
    assert "Supprimer cette discussion ?" in page
    assert r"Trop long de {count} caract\u00e8res" in page


def test_the_chat_of_other_sites_names_its_button_in_every_language(
    make_client: MakeClient,
) -> None:
    script = make_client(RECOLLECT_LANGUAGE="german").get("/widget.js").text
    assert '"language": "de"' in script
    assert r'"ja": "\u30c1\u30e3\u30c3\u30c8"' in script
