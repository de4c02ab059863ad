"""Every admin page with every sentence in the language of who reads it, and the choice of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from chatbot.model.architectures import ARCHITECTURES, EMBEDDINGS
from chatbot.model.bundle import Bundle
from tests.conftest import MakeSettings
from tests.support import visits
from tests.support.conversations import VISITOR
from tests.support.inbox_messages import ask, message
from tests.support.reports import TAGS
from tests.support.sign_in import SignIn, csrf_token
from tests.support.trainings import deploy, reject, request_run
from tests.web.conftest import SMALL_INTENTS
from tests.web.live import hand_overs
from tests.web.training.run_notes import FAILURES, LOG
from web.accounts.audit_wording import DEEDS, deed_words, who_words
from web.accounts.sign_in_words import worded
from web.accounts.tables import ROLES
from web.conversations.tables import Conversation
from web.core.database import db, reading, writing
from web.core.settings import Settings
from web.http import translation
from web.http.translation import NAMES
from web.inbox import decisions
from web.inbox.decisions import LabelDecision
from web.live import canned
from web.models.live_bot import current_bot
from web.training import lifecycle

HTTPS = "https://localhost"
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}

OF_VISITORS = ("книга", "где", "нет", "привет")
"""Letters that no sentence of a page has."""

CHOICES = (
    LabelDecision("assigned", (), "borrow"),
    LabelDecision("new_intent", (), "films", OF_VISITORS[0]),
)

PAGES = (
    "/",
    "/?period=custom&from=2026-11-01&to=2026-11-30",
    "/?period=custom&from=2026-11-30&to=2026-11-01",
    "/conversations",
    "/conversations?period=2026-11-20&low=x&version=x",
    "/conversations?q=x",
    "/live",
    "/live/1",
    "/live/2",
    "/live/answers",
    "/inbox",
    "/inbox?q=x",
    "/examples",
    "/runs",
    "/runs/1",
    "/runs/2",
    "/runs/99",
    *(f"/runs/{number}" for number in range(3, 3 + len(FAILURES))),
    "/models",
    "/models/1",
    "/models/2",
    "/models/1/replay",
    "/models/2/replay",
    "/try?text=hello+yuo",
    "/try?text=",
    "/intents",
    "/intents/borrow",
    "/users",
    "/users/1",
    "/audit",
    "/account",
    "/change",
    "/verify",
    "/tf-setup",
    "/mf-recovery-codes",
    "/nothing",
)
CLOSED_PAGES = ("/login", "/mf-recovery", "/setup?token=x", "/reset/x", "/login?next=/admin/runs")


REFUSED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/users", {"email": "x", "role": "viewer"}),
    ("/users", {"email": "ada@example.org", "role": "x"}),
    ("/users", {"email": "admin@example.org", "role": "viewer"}),
    ("/users/1/disable", {}),
    ("/runs", {"architecture": "gpt"}),
    ("/runs", {"architecture": "bow", "layers": "2"}),
    ("/runs", {"epochs": "x"}),
    ("/runs", {"dropout": "x"}),
    ("/models/2/activate", {"typed": ""}),
    ("/models/1/delete", {}),
    ("/account/tokens", {"days": "7"}),
    ("/account/tokens", {"days": "30", "name": "", "scope": "viewer"}),
    ("/models/roll-back", {}),
    ("/live/answers/add", {"title": "", "text": ""}),
    ("/live/1/take", {"name": ""}),
    ("/live/2/say", {"text": ""}),
    ("/inbox/decide", {}),
    ("/intent?tag=borrow", {}),
    ("/examples/1", {}),
)
"""Forms that are refused, with a sentence."""


class MarkedCatalogue(NullTranslations):
    """Catalogue that puts marks around every sentence."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, _context: str, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.fixture
def settings(make_settings: MakeSettings, sqlite_url: str) -> Settings:
    return make_settings(
        DATABASE_URL=sqlite_url,
        RECOLLECT_INTENTS=str(SMALL_INTENTS),
        RECOLLECT_LIVE_HOURS="always",
    )


@pytest.fixture
def browser(app: Flask, sign_in: SignIn, bundle: Bundle, no_bot_loaded: None) -> FlaskClient:
    """Browser of an admin, of a bot with something on every page."""
    deploy(app, bundle)
    run = request_run(app, 3)
    with app.app_context(), writing(db.session) as session:
        lifecycle.log(session, run, *LOG)
    reject(app, run, bundle, 1)
    request_run(app)
    for failure in FAILURES:
        failed = request_run(app)
        with app.app_context(), writing(db.session) as session:
            lifecycle.fail(session, failed, failure)
    with app.app_context():
        _write(db.session)
    return sign_in("admin")


def _write(session: Session) -> None:
    book, where, no, hello = OF_VISITORS
    numbers = ask(session, book, message(where, thumb=-1, comment=no, version=1), hello)
    for number, choice in zip(numbers, CHOICES, strict=False):
        with writing(session):
            decision = replace(choice, messages=(number,))
            decisions.decide(session, hand_overs.ADA, decision, SMALL_INTENTS)
    with writing(session):
        canned.add(session, hand_overs.ADA, book, where)
    with reading(session):
        live = current_bot(session)
    for taken in (False, True):
        conversation_id = visits.start(session, VISITOR)
        hand_overs.send(session, live, conversation_id, hello)
        number = hand_overs.ask(session, conversation_id)
        if taken:
            hand_overs.take(session, number, "admin@example.org", book)


def left_over(html: str) -> Iterator[str]:
    """Words of a page, and of attributes that are read out, outside marks and names.

    What is English in a page of another language says so.
    """
    while html != (html := re.sub(r"⟦[^⟦⟧]*⟧", "", html)):
        pass
    html = re.sub(r"(?s)<!--.*?-->|<(script|style|code|time)\b.*?</\1>", " ", html)
    html = re.sub(r'(?s)<(\w+)\b[^>]*\blang="en".*?</\1>', " ", html)
    attributes = re.findall(r'\b(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"', html)
    for part in (*attributes, *re.sub(r"<[^>]*>", "\n", html).split("\n")):
        # A name such as training.request, and the number of a visitor, are no sentences.
        text = re.sub(r"\b\S+\.\w+\b|\b[0-9a-f]{8}\b", "", unescape(part))
        yield from re.findall(r"[A-Za-z]{2,}", text)


def choices(html: str) -> Iterator[list[str]]:
    """Values of each field with options: the wording of one must not make it another."""
    for field in re.findall(r"(?s)<select.*?</select>", html):
        yield re.findall(r'<option value="([^"]*)"', field)


def names() -> set[str]:
    """Words that stand on pages and are no sentences of them."""
    texts = [SMALL_INTENTS.read_text(encoding="utf-8"), json.dumps([*TAGS, *ARCHITECTURES])]
    texts += [*EMBEDDINGS, *ROLES, *NAMES.values(), "Bot Recollect JSON Lines CSV MB ms Yes"]
    texts += ["admin@example.org ada@example.org films yuo", "auto TF IDF"]
    parts = {"hello"[start:end] for start in range(5) for end in range(6)}
    return {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", text)} | parts


def test_no_page_has_a_sentence_that_cannot_be_translated(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translation, "catalogue", lambda _code: MarkedCatalogue())
    with app.app_context(), reading(db.session):
        conversation = db.session.scalars(sa.select(Conversation.id)).first()
    transcript = (f"/conversations/{conversation}", f"/conversations/{conversation}/erase")
    known_names, english = names(), {}
    stranger = app.test_client()
    token = csrf_token(browser.get("/admin/account").text)
    for address, form in REFUSED:
        html = browser.post(
            f"/admin{address}",
            data=form | {"csrf_token": token},
            headers=GERMAN,
            follow_redirects=True,
        ).text
        assert 'role="alert"' in html, (address, form, html)
        if words := [word for word in left_over(html) if word not in known_names]:
            english[f"{address} {form}"] = words
    for client, pages in ((browser, (*PAGES, *transcript)), (stranger, CLOSED_PAGES)):
        for page in pages:
            html = client.get(f"/admin{page}", headers=GERMAN, follow_redirects=True).text
            assert '<html lang="de">' in html, page
            assert all(len(values) == len({*values}) for values in choices(html)), page
            if words := [word for word in left_over(html) if word not in known_names]:
                english[page] = words
    assert english == {}


def test_the_browser_names_the_language_until_somebody_chooses(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    page = browser.get("/admin/runs", headers=GERMAN).text
    assert "Das Training läuft im Hintergrund" in page
    choice = {"csrf_token": csrf_token(page), "language": "en"}
    before = {"Referer": "http://localhost/admin/runs?q=a"}
    answer = browser.post("/admin/language", data=choice, headers=before)
    assert (answer.status_code, answer.location) == (303, "/admin/runs?q=a")
    answer = browser.get("/admin/runs", headers=GERMAN)
    assert '<html lang="en">' in answer.text
    assert "Training runs in the background" in answer.text
    assert "Accept-Language" in answer.vary


def test_the_choice_outlives_the_session_and_the_browser(app: Flask) -> None:
    stranger = app.test_client()
    page, before = stranger.get("/admin/login", base_url=HTTPS), {"Referer": f"{HTTPS}/admin/login"}
    choice = {"csrf_token": csrf_token(page.text), "language": "de"}
    answer = stranger.post("/admin/language", base_url=HTTPS, data=choice, headers=before)
    cookies = answer.headers.getlist("Set-Cookie")
    cookie = next(cookie for cookie in cookies if cookie.startswith("recollect_language=de;"))
    attributes = {"Max-Age=31536000", "Path=/admin", "SameSite=Lax", "Secure", "HttpOnly"}
    assert attributes <= {*cookie.split("; ")}
    stranger.delete_cookie("__Host-recollect_session", path="/")
    assert '<html lang="de">' in stranger.get("/admin/login", base_url=HTTPS).text


def test_what_is_shown_once_is_not_lost_by_a_choice(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    page = browser.get("/admin/account").text
    assert 'action="/admin/language"' in page
    form = {"csrf_token": csrf_token(page), "name": "a", "scope": "viewer", "days": "30"}
    user = {"email": "new@example.org", "role": "viewer"}
    for address, fields, secret in (
        ("/admin/account/tokens", {}, "recollect_"),
        ("/admin/users", user, "/admin/reset/"),
        ("/admin/tf-setup", {"setup": "authenticator"}, "authenticator app on your phone"),
    ):
        page = browser.post(address, data=form | fields, follow_redirects=True).text
        assert secret in page
        assert 'action="/admin/language"' not in page, address


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/admin/runs",
        "http://localhost/",
        "http://localhost/admin/language",
        "http://localhost/admin/models/1/download",
        "http://localhost/admin/conversations/export.csv",
        "http://localhost/admin/runs/1/progress",
        "http://localhost/admin/live/1/new",
        "//evil.example/admin/runs",
        "http://[",
        "",
    ],
)
def test_a_choice_leads_to_no_other_site(app: Flask, page: str) -> None:
    stranger = app.test_client()
    token = csrf_token(stranger.get("/admin/login").text)
    choice = {"csrf_token": token, "language": "de"}
    answer = stranger.post("/admin/language", data=choice, headers={"Referer": page})
    assert answer.location == "/admin/"
    assert "E-Mail-Adresse" in stranger.get("/admin/login").text
    assert stranger.post("/admin/language", data={**choice, "language": "x"}).status_code == 400


def test_refused_forms_and_errors_are_told_in_german(sign_in: SignIn) -> None:
    browser = sign_in("admin")
    token = csrf_token(browser.get("/admin/users").text)
    form = {"csrf_token": token, "email": "x", "role": "viewer"}
    page = browser.post("/admin/users", data=form, headers=GERMAN, follow_redirects=True).text
    assert "keine E-Mail-Adresse" in unescape(page)
    form = {"csrf_token": token, "architecture": "lstm", "layers": "2"}
    page = browser.post("/admin/runs", data=form, headers=GERMAN, follow_redirects=True).text
    assert "Das Netz lstm kann mit der Option „layers“ nichts anfangen" in unescape(page)
    answer = browser.get("/admin/nothing", headers=GERMAN)
    assert "Unter dieser Adresse gibt es nichts." in answer.text
    assert "There is nothing at this address." in browser.get("/nothing", headers=GERMAN).text


def test_the_sentences_of_the_sign_in_are_german(app: Flask, sign_in: SignIn) -> None:
    stranger, browser = app.test_client(), sign_in("viewer")
    form = {"csrf_token": csrf_token(stranger.get("/admin/login").text), "email": "x@y.z"}
    page = stranger.post("/admin/login", data={**form, "password": "x"}, headers=GERMAN)
    assert "Die E-Mail-Adresse oder das Passwort ist falsch." in page.text
    passwords = {"password": "", "new_password": "a", "new_password_confirm": "b"}
    form = {"csrf_token": csrf_token(browser.get("/admin/change").text), **passwords}
    page = browser.post("/admin/change", data=form, headers=GERMAN)
    assert "Die beiden Passwörter sind verschieden." in page.text
    with app.test_request_context("/admin/login", headers=GERMAN):
        assert worded("Password not provided") == "Kein Passwort angegeben"


def test_what_is_stored_is_english(app: Flask, browser: FlaskClient) -> None:
    token = csrf_token(browser.get("/admin/models/2", headers=GERMAN).text)
    form, address = {"csrf_token": token, "typed": ""}, "/admin/models/2/activate"
    page = browser.post(address, data=form, headers=GERMAN, follow_redirects=True)
    assert "Geben Sie ihre Nummer ein, 2, um sie trotzdem live zu schalten." in page.text
    form["typed"] = "2"
    page = browser.post(address, data=form, headers=GERMAN, follow_redirects=True)
    assert "Version 2 ist live" in page.text
    audit = browser.get("/admin/audit", headers=GERMAN).text
    assert "The macro F1 is" in unescape(audit)
    # Deeds and what they were done to are stored as codes, and worded for who reads them.
    assert ">abgelehntes Modell live geschaltet</td>" in audit
    assert ">Modellversion 2</td>" in audit
    assert 'Gründe: <span lang="en">' in audit
    assert "model.override</option>" not in audit
    with app.test_request_context("/admin/audit", headers=GERMAN):
        assert [who_words(who) for who in ("nobody", "text")] == ["niemand", "text"]
    english = browser.get("/admin/audit").text
    assert ">model.override</td>" in english
    assert ">model version 2</td>" in english


def test_each_deed_of_the_program_has_words() -> None:
    folder = Path(deed_words.__code__.co_filename).parents[1]
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    called = r"\b_?note\([^()]*?\"([a-z_-]+\.[a-z_-]+|sign-in|sign-out)\""
    deeds = {deed for text in texts for deed in re.findall(called, text)}
    events = {"conversation.started", "handover.requested", "handover.closed", "handover.returned"}
    assert len(deeds) > 25
    assert deeds - events - {"handover.taken"} <= {*DEEDS}


def test_names_in_the_audit_log_have_the_quotation_marks_of_the_page(browser: FlaskClient) -> None:
    assert f"Textbaustein „{OF_VISITORS[0]}“" in browser.get("/admin/audit", headers=GERMAN).text
    assert f"canned answer “{OF_VISITORS[0]}”" in browser.get("/admin/audit").text
