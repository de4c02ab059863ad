import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import MakeSettings
from web.chat.words import LANGUAGES
from web.core.setting_values.opening_hours import OpeningHours
from web.core.settings import Settings

MOST_BYTES = 20_000
"""Largest size of the widget on the first page: script, frame, and all that the frame loads."""

MOST_BYTES_OF_PERSONS = 2_000
"""Largest size of what is added where persons answer, words of other languages included."""

MOST_BYTES_OF_WORDS = 2_000
"""Largest size of the words of another language than English."""


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_SITES="https://www.example.org, http://localhost:8080",
    )


def files(client: FlaskClient, language: str = "en") -> list[str]:
    """The frame, and the files that it loads."""
    frame = f"/widget?colour=%23aa3377&language={language}"
    loaded = re.findall(
        r'<(?:script[^>]+src|link rel="stylesheet" href)="([^"]+)"', client.get(frame).text
    )
    return [frame, *(address.replace("&amp;", "&") for address in loaded)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persons", [False, True])
def test_the_whole_widget_is_small(
    client: FlaskClient, settings: Settings, language: str, persons: bool
) -> None:
    if persons:
        update = {"live_hours": OpeningHours()}
        client.application.config["RECOLLECT"] = settings.model_copy(update=update)
    addresses = ["/widget.js", *files(client, language)]
    assert len(addresses) == 5
    sizes = {}
    for address in addresses:
        with client.get(address, headers={"Accept-Encoding": "br"}) as response:
            assert response.status_code == 200
            sizes[address] = len(response.data)
    most = MOST_BYTES + (language != "en") * MOST_BYTES_OF_WORDS + persons * MOST_BYTES_OF_PERSONS
    assert sum(sizes.values()) <= most, sizes


def test_what_has_a_version_is_kept_and_the_script_of_sites_is_not_for_long(
    client: FlaskClient,
) -> None:
    for address in files(client)[1:]:
        with client.get(address) as response:
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for kind in ("js", "css"):
        with client.get(f"/widget-000000000000.{kind}") as response:
            assert response.status_code == 200
            assert "max-age" not in response.headers.get("Cache-Control", "")
    with client.get("/widget.js") as response:
        assert response.headers["Cache-Control"] == "public, max-age=600"
        assert response.mimetype == "text/javascript"


def test_the_script_is_the_same_for_everybody(client: FlaskClient) -> None:
    client.post("/api/v1/conversations", json={})
    with client.get("/widget.js") as response:
        assert "Set-Cookie" not in response.headers
        assert response.data == client.application.test_client().get("/widget.js").data


@pytest.mark.parametrize("colour", ["", "red", "#12", "#aa3377;}*{", '"><script>', "%00"])
def test_a_colour_that_is_none_is_that_of_the_bot(client: FlaskClient, colour: str) -> None:
    page = client.get("/widget", query_string={"colour": colour}).text
    assert "<script>" not in page
    css = client.get("/theme.css", query_string={"colour": colour}).text
    assert "--accent: #2f6b4f;" in css
    assert "--accent: #aa3377;" in client.get("/theme.css?colour=%23aa3377").text


def test_without_sites_nobody_may_have_the_frame(sqlite_app: Flask) -> None:
    policy = sqlite_app.test_client().get("/widget").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


def test_the_frame_may_be_on_pages_of_all_sites(client: FlaskClient) -> None:
    policy = client.get("/widget").headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.org http://localhost:8080;" in policy
    assert "unsafe" not in policy
