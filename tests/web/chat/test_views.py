import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from chatbot.home import HOME
from chatbot.text.languages import SPOKEN_LANGUAGES
from tests.conftest import MakeSettings
from tests.web.conftest import SMALL_INTENTS
from web.core.plain_bot import GREETINGS
from web.core.settings import Settings

MakeApp = Callable[[Settings], Flask]
MakeClient = Callable[..., FlaskClient]
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def make_client(make_app: MakeApp, make_settings: MakeSettings) -> MakeClient:
    """A client of an application with these RECOLLECT_ variables."""

    def make(**environ: str) -> FlaskClient:
        return make_app(make_settings(**environ)).test_client()

    return make


def test_the_page_greets_in_the_name_of_the_bot(make_client: MakeClient) -> None:
    client = make_client(RECOLLECT_BOT_NAME="Ada", RECOLLECT_BOT_GREETING="Hello.|How are you?")
    page = client.get("/").text
    assert "<title>Ada</title>" in page
    assert re.findall(r'<p class="text"[^>]*>(.+)</p>', page) == ["Hello.", "How are you?"]


@pytest.mark.parametrize("language", SPOKEN_LANGUAGES)
def test_a_bot_of_other_intents_never_greets_as_the_bundled_one(
    make_client: MakeClient, language: str
) -> None:
    page = make_client(RECOLLECT_INTENTS=str(SMALL_INTENTS), RECOLLECT_LANGUAGE=language).get("/")
    assert not re.search("Juniper|Cairnwell|help desk|🌿", page.text)
    assert "<title>Bot</title>" in page.text
    (greeting,) = re.findall(r'<p class="text"[^>]*>(.+)</p>', page.text)
    assert greeting == GREETINGS[language]
    assert f'lang="{SPOKEN_LANGUAGES[language]}">{greeting}' in page.text


def test_settings_of_a_bot_of_other_intents_count(make_client: MakeClient) -> None:
    client = make_client(RECOLLECT_INTENTS=str(SMALL_INTENTS), RECOLLECT_BOT_NAME="Juniper")
    page = client.get("/").text
    assert "<title>Juniper</title>" in page
    assert GREETINGS["english"] in page


@pytest.mark.parametrize("part", ["intents", "intents/returns.json"])
def test_the_bundled_bot_and_a_part_of_it_keep_its_name(make_client: MakeClient, part: str) -> None:
    page = make_client(RECOLLECT_INTENTS=str(HOME / part)).get("/").text
    assert "<title>Juniper</title>" in page
    assert "Cairnwell" in page


def test_markup_in_settings_is_text(make_client: MakeClient) -> None:
    client = make_client(
        RECOLLECT_BOT_NAME="<b>Ada</b>", RECOLLECT_BOT_GREETING='<img src=x onerror="alert(1)">'
    )
    page = client.get("/").text
    assert "<b>Ada" not in page
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_greeting_may_hold_links(make_client: MakeClient) -> None:
    page = make_client(RECOLLECT_BOT_GREETING="*Hello*, see www.example.org").get("/").text
    assert (
        '<em>Hello</em>, see <a href="https://www.example.org" rel="noopener noreferrer"'
        ' target="_blank">www.example.org</a></p>'
    ) in page


def test_answers_are_marked_with_the_language_of_the_intents(make_client: MakeClient) -> None:
    page = make_client(RECOLLECT_LANGUAGE="german").get("/").text
    assert set(re.findall(r'class="text" dir="auto" lang="(\w+)"', page)) == {"de"}


def test_without_javascript_the_page_says_what_to_do(make_client: MakeClient) -> None:
    noscript = re.search(r"<noscript>(.*?)</noscript>", make_client().get("/").text)
    assert noscript
    assert "needs JavaScript" in noscript[1]


def test_nothing_on_the_page_is_inline_or_from_elsewhere(make_client: MakeClient) -> None:
    page = make_client().get("/").text
    assert not re.search(r"<style|<script(?! type=\"module\" src=)|\sstyle=|\son\w+=", page)
    assert all(url.startswith(("/", "#")) for url in re.findall(r'(?:src|href)="([^"]*)"', page))


def test_every_file_of_the_page_may_be_kept_for_good(make_client: MakeClient) -> None:
    client = make_client()
    files = re.findall(r'(?:src|href)="(/[^"]+)"', client.get("/").text)
    assert len(files) > 10
    for file in files:
        with client.get(file) as response:
            assert response.status_code == 200, file
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable", file


def test_the_page_itself_is_never_kept(make_client: MakeClient) -> None:
    assert make_client().get("/").headers["Cache-Control"] == "no-cache"


def test_a_page_from_before_an_update_gets_its_files_without_keeping_them(
    make_client: MakeClient,
) -> None:
    with make_client().get("/assets/000000000000/chat/main.js") as response:
        assert response.status_code == 200
        assert "max-age" not in response.headers["Cache-Control"]


def test_no_file_outside_the_folder_is_served(make_client: MakeClient) -> None:
    client = make_client()
    version = re.search(r"/assets/(\w+)/", client.get("/").text)
    assert version
    assert client.get(f"/assets/{version[1]}/../views.py").status_code == 404
    assert client.get(f"/assets/{version[1]}/%2e%2e/settings.py").status_code == 404


def test_the_theme_has_the_colour_of_the_bot(make_client: MakeClient) -> None:
    client = make_client(RECOLLECT_BOT_COLOUR="#aa3377")
    response = client.get("/theme.css")
    assert response.mimetype == "text/css"
    assert "--accent: #aa3377;" in response.text


@pytest.mark.parametrize(("avatar", "kind"), [("🌿", "avatar"), ("JB", "avatar letters")])
def test_the_avatar_may_be_an_emoji_or_letters(
    make_client: MakeClient, avatar: str, kind: str
) -> None:
    client = make_client(RECOLLECT_BOT_AVATAR=avatar)
    assert f'<span class="{kind}" aria-hidden="true">{avatar}</span>' in client.get("/").text
    assert client.get("/avatar").status_code == 404


def test_the_avatar_may_be_a_picture(make_client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "bot.svg").write_bytes(PICTURE)
    client = make_client(RECOLLECT_BOT_AVATAR=str(tmp_path / "bot.svg"))
    source = re.search(r'<img class="avatar" src="([^"]+)" alt="">', client.get("/").text)
    assert source
    with client.get(source[1]) as response:
        assert (response.mimetype, response.data) == ("image/svg+xml", PICTURE)


def test_a_picture_that_has_gone_does_not_take_the_page_with_it(
    make_client: MakeClient, tmp_path: Path
) -> None:
    (tmp_path / "bot.svg").write_bytes(PICTURE)
    client = make_client(RECOLLECT_BOT_AVATAR=str(tmp_path / "bot.svg"))
    (tmp_path / "bot.svg").unlink()
    assert client.get("/").status_code == 200
    assert client.get("/avatar").status_code == 404


def test_a_wrong_address_gets_a_page_with_a_way_back(make_client: MakeClient) -> None:
    response = make_client().get("/nowhere")
    assert response.status_code == 404
    assert "There is nothing at this address." in response.text
    assert '<a href="/">Go to the chat</a>' in response.text


def test_only_images_of_the_site_and_of_the_settings_are_allowed(
    make_client: MakeClient,
) -> None:
    site = "https://www.example.org"
    for hosts, policy in (
        ("", None),
        ("img.example.org", "img-src 'self' https://img.example.org"),
    ):
        client = make_client(RECOLLECT_IMAGE_HOSTS=hosts, RECOLLECT_SITES=site)
        for page in ("/", "/widget"):
            directives = client.get(page).headers["Content-Security-Policy"].split("; ")
            assert "default-src 'self'" in directives
            images = [text for text in directives if text.startswith("img-src")]
            assert images == ([policy] if policy else [])
        assert "img.example" not in client.get("/admin/").headers["Content-Security-Policy"]
        assert site in client.get("/widget").headers["Content-Security-Policy"]
