import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chatbot.dialogue.reply import Reply
from chatbot.dialogue.state import DialogueState
from chatbot.intents.responses.bubble import Bubble, Button, Card, Image
from tests.conftest import MakeSettings
from tests.support.api_responses import body, problem
from tests.support.fakes import FakeBot


def test_beginning_gives_the_greeting_and_the_cookie(
    make_settings: MakeSettings, make_app: Any, database_url: str
) -> None:
    settings = make_settings(
        DATABASE_URL=database_url,
        RECOLLECT_BOT_GREETING="Hello. | I am a bot.",
        RECOLLECT_BOT_OPENINGS="Hours|Prices",
    )
    response = make_app(settings).test_client().post("/api/v1/conversations", json={})

    assert response.status_code == 201
    assert set(body(response)) == {"id", "greeting", "quick_replies"}
    assert UUID(body(response)["id"])
    assert body(response)["greeting"] == ["Hello.", "I am a bot."]
    assert body(response)["quick_replies"] == ["Hours", "Prices"]
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("recollect_visitor=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"):
        assert part in cookie.split("; ")
    assert "Secure" not in cookie


def test_the_cookie_is_secure_where_the_page_is(client: FlaskClient) -> None:
    response = client.post("/api/v1/conversations", base_url="https://shop.example")
    assert "Secure" in response.headers["Set-Cookie"].split("; ")


def test_a_known_visitor_keeps_the_cookie_and_all_conversations(
    client: FlaskClient, conversation: str
) -> None:
    response = client.post("/api/v1/conversations")
    assert response.status_code == 201
    assert "Set-Cookie" not in response.headers
    second = f"/api/v1/conversations/{body(response)['id']}"
    for address in (conversation, second):
        assert client.get(f"{address}/messages").status_code == 200


def test_a_message_gets_its_answer(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    response = client.post(f"{conversation}/messages", json={"text": "hello"})

    assert response.status_code == 201
    exchange = body(response)
    assert set(exchange) == {"message", "reply", "person", "step", "ignored"}
    assert exchange["person"] == "none"
    assert set(exchange["message"]) == {"id", "text", "created_at"}
    assert exchange["message"]["text"] == "hello"
    reply = exchange["reply"]
    assert UUID(reply.pop("id")) != UUID(exchange["message"]["id"])
    when = datetime.fromisoformat(reply.pop("created_at"))
    assert when.utcoffset() == timedelta(0)
    assert reply == {
        "text": "You said: hello",
        "spans": [span("You said: hello")],
        "intent": "greeting",
        "confidence": 0.875,
        "alternatives": [
            {"intent": "goodbye", "confidence": 0.0625},
            {"intent": "thanks", "confidence": 0.03125},
        ],
        "candidates": ["greeting"],
        "coverage": 0.95,
        "fallback": False,
        "quick_replies": ["Orders", "Delivery"],
        "slots": {},
        "bubbles": [],
        "model_version": 1,
    }


def span(text: str, href: str | None = None, **styles: bool) -> dict[str, Any]:
    """A span of an answer as in the API."""
    plain = dict.fromkeys(("bold", "italic", "underline", "code"), False)
    return {"text": text, "href": href} | plain | styles


def test_markup_comes_as_written_and_as_spans(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    text = "hello <b>you</b>, [see](https://shop.example)<br><script>x</script>"
    reply = body(client.post(f"{conversation}/messages", json={"text": text}))["reply"]
    assert reply["text"] == f"You said: {text}"
    assert reply["spans"] == [
        span("You said: hello "),
        span("you", bold=True),
        span(", "),
        span("see", "https://shop.example"),
        span("\n<script>x</script>"),
    ]
    question, answer = body(client.get(f"{conversation}/messages"))["messages"]
    assert answer["spans"] == reply["spans"]
    assert "spans" not in question
    assert body(client.get(f"{conversation}/export"))["messages"] == [question, answer]


def test_the_same_id_again_answers_200_with_the_same_body(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    message = {"text": "hello", "id": str(uuid4())}
    first = client.post(f"{conversation}/messages", json=message)
    second = client.post(f"{conversation}/messages", json=message)

    assert (first.status_code, second.status_code) == (201, 200)
    assert body(first)["message"]["id"] == message["id"]
    assert first.data == second.data
    assert len(body(client.get(f"{conversation}/messages"))["messages"]) == 2


def test_the_same_id_twice_at_once_answers_201_and_200(
    app: Flask, client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    cookie = client.get_cookie("recollect_visitor")
    assert cookie
    message = {"text": "hello", "id": str(uuid4())}

    def send(_number: int) -> TestResponse:
        other = app.test_client()
        other.set_cookie("recollect_visitor", cookie.value)
        return other.post(f"{conversation}/messages", json=message)

    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(send, range(4)))
    assert sorted(response.status_code for response in responses) == [200, 200, 200, 201]
    assert len({response.data for response in responses}) == 1
    assert answering.heard == ["hello"]


def test_a_used_id_with_another_text_is_a_conflict(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    used = str(uuid4())
    client.post(f"{conversation}/messages", json={"text": "hello", "id": used})
    response = client.post(f"{conversation}/messages", json={"text": "goodbye", "id": used})
    assert used in problem(response, 409)["detail"]


def test_the_history_has_all_messages_page_by_page(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    sent = [
        body(client.post(f"{conversation}/messages", json={"text": text}))
        for text in ("hello", "hm?")
    ]
    reply = sent[0]["reply"]
    client.post(f"/api/v1/messages/{reply['id']}/feedback", json={"value": -1})

    first = body(client.get(f"{conversation}/messages?limit=3"))
    second = body(client.get(f"{conversation}/messages?limit=3&after={first['next']}"))

    assert [len(page["messages"]) for page in (first, second)] == [3, 1]
    assert isinstance(first["next"], int)
    assert second["next"] is None
    assert first["messages"][0] == {**sent[0]["message"], "role": "user"}
    assert first["messages"][1] == {
        **reply,
        "role": "bot",
        "reply_to": sent[0]["message"]["id"],
        "feedback": -1,
    }
    assert second["messages"][0]["feedback"] is None
    assert body(client.get(f"{conversation}/messages"))["next"] is None


def test_the_export_is_a_download_of_everything(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello שלום"})
    response = client.get(f"{conversation}/export")

    assert response.content_type == "application/json"
    disposition = response.headers["Content-Disposition"]
    assert re.fullmatch(
        r"attachment; filename=conversation-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.json", disposition
    )
    assert "hello שלום" in response.text
    transcript = body(response)
    assert conversation.endswith(transcript["id"])
    history = body(client.get(f"{conversation}/messages"))["messages"]
    assert transcript["messages"] == history


def test_a_deleted_conversation_is_gone(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    client.post(f"{conversation}/messages", json={"text": "hello"})
    response = client.delete(conversation)
    assert (response.status_code, response.data) == (204, b"")
    problem(client.get(f"{conversation}/messages"), 404)
    problem(client.delete(conversation), 404)


def test_feedback_can_be_given_and_changed(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    reply = body(client.post(f"{conversation}/messages", json={"text": "hello"}))["reply"]
    for feedback in ({"value": 1, "comment": "thanks"}, {"value": -1}):
        given = client.post(f"/api/v1/messages/{reply['id']}/feedback", json=feedback)
        assert (given.status_code, given.data) == (204, b"")
    messages = body(client.get(f"{conversation}/messages"))["messages"]
    assert messages[1]["feedback"] == -1


def test_strangers_find_nothing(
    client: FlaskClient,
    stranger: FlaskClient,
    app: Flask,
    conversation: str,
    answering: FakeBot,
) -> None:
    reply = body(client.post(f"{conversation}/messages", json={"text": "hello"}))["reply"]
    forged = app.test_client()
    forged.set_cookie("recollect_visitor", "IjExMTExMTExMTEifQ.forged")
    for other in (stranger, forged, app.test_client()):
        problem(other.post(f"{conversation}/messages", json={"text": "hello"}), 404)
        problem(other.get(f"{conversation}/messages"), 404)
        problem(other.get(f"{conversation}/export"), 404)
        problem(other.delete(conversation), 404)
        feedback = other.post(f"/api/v1/messages/{reply['id']}/feedback", json={"value": 1})
        problem(feedback, 404)
    assert len(body(client.get(f"{conversation}/messages"))["messages"]) == 2


def test_without_a_model_the_visitor_is_told_to_wait(
    client: FlaskClient, conversation: str
) -> None:
    response = client.post(f"{conversation}/messages", json={"text": "hello"})
    problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0
    assert body(client.get(f"{conversation}/messages"))["messages"] == []


@pytest.mark.parametrize("text", ["", "\0", "\ud83d", "x" * 10_000, "🙂" * 10_000])
def test_any_text_is_answered(
    client: FlaskClient, conversation: str, answering: FakeBot, text: str
) -> None:
    sent = json.dumps({"text": text}, ensure_ascii="\ud83d" in text)
    response = client.post(f"{conversation}/messages", data=sent, content_type="application/json")
    assert response.status_code == 201
    assert body(client.get(f"{conversation}/messages"))["messages"][0]["role"] == "user"


def test_answers_stay_out_of_caches(client: FlaskClient, conversation: str) -> None:
    assert client.get(f"{conversation}/messages").headers["Cache-Control"] == "no-store"


def test_own_conversations_are_listed_by_their_last_use(
    client: FlaskClient, answering: FakeBot
) -> None:
    begun = [body(client.post("/api/v1/conversations"))["id"] for _ in range(4)]
    for key in (begun[0], begun[2], begun[1], begun[0]):
        text = {"text": f"hello {key} " + "x" * 100}
        assert client.post(f"/api/v1/conversations/{key}/messages", json=text).status_code == 201
    pages, after = [], ""
    while True:
        page = body(client.get(f"/api/v1/conversations?limit=2{after}"))
        pages += page["conversations"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [line["id"] for line in pages] == [begun[0], begun[1], begun[2]], "with messages only"
    assert pages[0]["title"] == f"hello {begun[0]} {'x' * 100}"[:100]
    stranger = client.application.test_client()
    assert body(stranger.get("/api/v1/conversations")) == {"conversations": [], "next": None}
    stranger.post("/api/v1/conversations")
    assert stranger.get(f"/api/v1/conversations?after={begun[0]}").status_code == 404


def test_a_conversation_is_read_as_a_text(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    sent = body(client.post(f"{conversation}/messages", json={"text": "hello <b>"}))
    response = client.get(f"{conversation}/transcript")
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith(".txt")
    first, second = response.text.rstrip("\n").split("\n\n")
    assert re.fullmatch(r"You, \d{4}-\d\d-\d\d \d\d:\d\d UTC\nhello <b>", first)
    assert second.endswith(f"UTC\n{sent['reply']['text']}")
    assert client.application.test_client().get(f"{conversation}/transcript").status_code == 404


def test_bubbles_are_stored_and_the_bot_knows_the_language_of_the_visitor(
    client: FlaskClient, answering: FakeBot, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, languages = answering.answer, []
    image = Image("/tent.jpg", "A tent.")
    card = Card("Two", "**big**", image, Button("Take it"))
    bubbles = (Bubble("Look:"), Bubble(image=image, items=("a *b*",), cards=(card,), pause=700))

    def answer(
        text: str, prediction: Any, state: DialogueState, *others: Any, **_predict: Any
    ) -> Reply:
        languages.append(state.moment and state.moment.language)
        return replace(plain(text, prediction, state, *others), bubbles=bubbles)

    monkeypatch.setattr(answering, "answer", answer)
    headers = {"Accept-Language": "de-AT,en;q=0.5"}
    sent = client.post(f"{conversation}/messages", json={"text": "hello"}, headers=headers)
    unwanted = {"Accept-Language": "de;q=0"}
    client.post(f"{conversation}/messages", json={"text": "hello"}, headers=unwanted)
    first, second = body(sent)["reply"]["bubbles"]
    assert languages == ["de", ""]
    assert (first["spans"][0]["text"], first["image"], first["pause"]) == ("Look:", None, 0)
    assert (second["image"], second["pause"]) == ({"url": "/tent.jpg", "alt": "A tent."}, 700)
    assert [span["italic"] for span in second["items"][0]] == [False, True]
    assert second["cards"][0]["button"] == {"text": "Take it", "url": ""}
    assert body(client.get(f"{conversation}/messages"))["messages"][1]["bubbles"] == [first, second]


def test_the_steps_of_a_doubt_are_told_also_to_whom_sends_again(
    client: FlaskClient, conversation: str, answering: FakeBot
) -> None:
    def step(text: str, **more: str) -> tuple[str, str]:
        sent = body(client.post(f"{conversation}/messages", json={"text": text, **more}))
        return sent["step"], sent["reply"]["text"]

    message_id, second_id = str(uuid4()), str(uuid4())
    assert step("hello")[0] == "none"
    for _ in range(2):
        assert step("what?", id=message_id)[0] == "rephrase"
    for _ in range(2):
        nobody = step("what now?", id=second_id)
        assert nobody == ("rephrase", "You said: what now?"), "no person answers here"
    assert step("what then?")[0] == "rephrase"


def test_a_page_is_told_which_of_its_names_the_bot_does_not_take(
    client: FlaskClient, answering: FakeBot, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_page(state: DialogueState, *given: object) -> tuple[DialogueState, tuple[str, ...]]:
        return (state, ("typo",)) if given == (("a", "typo"), {"n": 2}) else (state, ())

    monkeypatch.setattr(answering, "on_page", on_page)
    page = {"contexts": ["a", "typo"], "slots": {"n": 2}}
    message = {"id": str(uuid4()), "text": "hello", "page": page}
    for status in (201, 200):
        sent = client.post(f"{conversation}/messages", json=message)
        assert (sent.status_code, body(sent)["ignored"]) == (status, ["typo"])
    assert body(client.post(f"{conversation}/messages", json={"text": "hello"}))["ignored"] == []
    text = "Input should be a text of at most 300 characters, a number or null."
    for wrong, place in (
        ({"slots": {"a": True}}, "/slots/a"),
        ({"slots": {"a": "x" * 301}}, "/slots/a"),
        ({"slots": {"a": {"b": 1}}}, "/slots/a"),
        ({"slots": {"a": float("nan")}}, "/slots/a"),
        ({"slots": {"n" * 101: 1}}, f"/slots/{'n' * 101}"),
        ({"contexts": ["a"] * 21}, "/contexts"),
    ):
        sent = client.post(f"{conversation}/messages", json={"text": "hello", "page": wrong})
        assert sent.status_code == 422
        (error,) = body(sent)["errors"]
        assert error["pointer"] == f"/page{place}"
        assert (error["detail"] == text) is (place == "/slots/a")


def test_half_a_character_and_a_blank_value_of_a_page_are_no_trouble(
    client: FlaskClient, answering: FakeBot, conversation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[object] = []

    def on_page(state: DialogueState, *given: object) -> tuple[DialogueState, tuple[str, ...]]:
        pages.append(given)
        return state, ()

    monkeypatch.setattr(answering, "on_page", on_page)
    page = {"contexts": ["a\ud83d"], "slots": {"b\ud83d": "", "c": "\u200b", "d": 1.5}}
    sent = client.post(f"{conversation}/messages", json={"text": "hello", "page": page})
    assert sent.status_code == 201
    assert pages == [(("a\ufffd",), {"b\ufffd": None, "c": None, "d": 1.5})]
