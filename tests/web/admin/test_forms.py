"""Refused forms, and pages of missing things, alike in all features."""

import os

import pytest
from flask import Flask

from tests.support.sign_in import SignIn, csrf_token


@pytest.mark.parametrize(
    ("form", "fields", "page"),
    [
        ("users", {"email": "x", "role": "viewer"}, "users"),
        ("account/tokens", {"days": "1000"}, "account"),
        ("models/roll-back", {}, "models"),
        ("runs", {"epochs": "many"}, "runs"),
        ("examples/7?state=waiting", {"text": "a"}, "examples?state=waiting"),
        ("inbox/undo/7?q=card", {}, "inbox?q=card"),
        ("inbox/decide?sort=newest&q=card", {"place": "2"}, "inbox?sort=newest&q=card#group-2"),
    ],
)
def test_a_refused_form_leads_back_to_its_page(
    app: Flask, sign_in: SignIn, form: str, fields: dict[str, str], page: str
) -> None:
    browser = sign_in("admin")
    token = csrf_token(browser.get("/admin/inbox").text)
    answer = browser.post(f"/admin/{form}", data={"csrf_token": token, **fields})
    assert (answer.status_code, answer.location) == (303, f"/admin/{page}")
    assert "alert-danger" in browser.get(answer.location).text


@pytest.mark.parametrize(
    ("form", "fields", "shown"),
    [
        ("users", {"email": "not an address", "role": "editor"}, 'value="not an address"'),
        ("users", {"email": "x", "role": "editor"}, "<option selected>editor"),
        ("account/tokens", {"name": "", "days": "365", "scope": "viewer"}, '"365" selected'),
        ("account/tokens", {"name": "shop", "days": "7"}, 'value="shop"'),
        ("runs", {"epochs": "many", "seed": "7"}, 'value="7"'),
        ("runs", {"dropout": "2", "architecture": "bow"}, 'value="bow" selected'),
    ],
)
def test_a_refused_form_shows_once_more_what_was_typed(
    app: Flask, sign_in: SignIn, form: str, fields: dict[str, str], shown: str
) -> None:
    browser = sign_in("admin")
    page = f"/admin/{form.removesuffix('/tokens')}"
    token = csrf_token(browser.get(page).text)
    answer = browser.post(f"/admin/{form}", data={"csrf_token": token, **fields})
    assert shown in browser.get(answer.location).text
    assert shown not in browser.get(page).text


def test_a_text_too_long_for_a_cookie_takes_nothing_else_along(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in("admin")
    token = csrf_token(browser.get("/admin/users").text)
    fields = {"csrf_token": token, "role": "editor", "email": os.urandom(4000).hex()}
    answer = browser.post("/admin/users", data=fields)
    assert len(answer.headers["Set-Cookie"]) < 4096
    page = browser.get(answer.location).text
    assert "alert-danger" in page
    assert "<option selected>editor" in page


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("models/7", "There is no model version 7."), ("runs/7", "There is no training run 7.")],
)
def test_a_page_about_nothing_names_it(
    app: Flask, sign_in: SignIn, path: str, sentence: str
) -> None:
    browser = sign_in("viewer")
    answer = browser.get(f"/admin/{path}")
    assert answer.status_code == 404
    assert sentence in answer.text
    document = browser.get(f"/admin/{path}", headers={"Accept": "application/json"})
    assert (document.status_code, document.content_type) == (404, "application/problem+json")
    assert document.json
    assert document.json["detail"].startswith(sentence)
