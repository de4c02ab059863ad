import json
import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation
from tests.support.sign_in import SignIn, csrf_token
from web.conversations.tables import Conversation
from web.core.audit import AuditEntry
from web.core.database import reading

LIST = "/admin/conversations"


def test_an_empty_list_says_what_to_do(sign_in: SignIn) -> None:
    page = sign_in("viewer").get(LIST).text
    assert "There are no conversations yet." in page
    assert "open the chat page" in page


def test_a_list_that_a_filter_emptied_says_so(sign_in: SignIn) -> None:
    page = sign_in("viewer").get(f"{LIST}?outcome=fallback").text
    assert "Nothing matches." in page
    assert "clear the filters" in page


def test_hits_are_marked_and_what_was_written_stays_text(session: Session, sign_in: SignIn) -> None:
    store_conversation(
        session, PastMessage("<b>Where</b> is my parcel?", "<script>alert(1)</script>")
    )
    page = sign_in("viewer").get(f"{LIST}?q=parcel").text
    assert "&lt;b&gt;Where&lt;/b&gt; is my <mark>parcel</mark>?" in page
    assert "<script>alert" not in page
    assert "1 found" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("period=never", "“never” is not a day"),
        ("period=custom&from=2026-11-02&to=2026-11-01", "swap the two days"),
        ("low=high", "The lowest confidence is a number from 0 to 100."),
        ("low=nan", "The lowest confidence is a number from 0 to 100."),
        ("high=101", "The highest confidence is a number from 0 to 100."),
        ("low=60&high=50", "The lowest confidence is above the highest"),
        ("version=99999999999", "“99999999999” is no number of a model version."),
    ],
)
def test_a_filter_that_is_wrong_is_told(sign_in: SignIn, query: str, sentence: str) -> None:
    client = sign_in("viewer")
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert sentence in answer.text
    export = client.get(f"{LIST}/export.csv?{query}")
    assert export.status_code == 400
    assert sentence in export.text


def test_anything_in_the_address_is_answered(sign_in: SignIn) -> None:
    client = sign_in("viewer")
    for query in ("after=x", "before=%00", "sort=mood", "q=%00%22%27%29", "intent=%00", "thumb=x"):
        assert client.get(f"{LIST}?{query}").status_code == 200, query


def test_pages_keep_the_filter(session: Session, sign_in: SignIn) -> None:
    for number in range(51):
        store_conversation(session, PastMessage(f"hello number{number}"))
    client = sign_in("viewer")
    first = client.get(f"{LIST}?q=hello&sort=created").text
    assert first.count("<mark>hello</mark>") == 50
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    assert second.count("<mark>hello</mark>") == 1
    assert 'rel="prev"' in second


def test_a_transcript_shows_how_an_answer_came_about(session: Session, sign_in: SignIn) -> None:
    visitor = uuid4()
    conversation = store_conversation(
        session, PastMessage("Hi", "<h1>Hello", thumb=-1, comment="No"), visitor=visitor
    )
    page = sign_in("viewer").get(f"{LIST}/{conversation}").text
    for shown in ("&lt;h1&gt;Hello", "confidence 90%", "3.2 ms", "thumbs down", "“No”", "goodbye"):
        assert shown in page
    assert visitor.hex[:8] in page
    assert visitor.hex not in page.replace("-", "")
    assert "Erase" not in page


def test_markup_of_an_answer_is_shown_and_that_of_a_visitor_is_text(
    session: Session, sign_in: SignIn
) -> None:
    answer = (
        '<b><i>Hello</i></b><br>[see](https://shop.example/?a=1&b="2) or [see]'
        "(https://shop.example/?a=1&b=2), <a href='tel:112'>112</a>"
        '<img src=x onerror=alert(1)><u title="x"><code>y</code></u>'
    )
    conversation = store_conversation(session, PastMessage("<b>Hi</b>", answer))
    page = sign_in("viewer").get(f"{LIST}/{conversation}").text
    rel = 'rel="noopener noreferrer"'
    assert (
        '<div class="said"><strong><em>Hello</em></strong>\n'
        f'[see](<a href="https://shop.example/?a=1&amp;b=" {rel} target="_blank">'
        "https://shop.example/?a=1&amp;b=</a>&#34;2) or "
        f'<a href="https://shop.example/?a=1&amp;b=2" {rel} target="_blank">see</a>, '
        f'<a href="tel:112" {rel}>112</a>&lt;img src=x onerror=alert(1)&gt;'
        "<u><code>y</code></u></div>"
    ) in page
    assert '<div class="said">&lt;b&gt;Hi&lt;/b&gt;</div>' in page


def test_a_fallback_is_shown_without_a_confidence_of_its_own(
    session: Session, sign_in: SignIn
) -> None:
    conversation = store_conversation(
        session, PastMessage("Buy my coins", fallback=True, confidence=1.0)
    )
    client = sign_in("viewer")
    transcript, listed = (client.get(path).text for path in (f"{LIST}/{conversation}", LIST))
    for page in (transcript, listed):
        assert "fallback</span> (best guess: <code>goodbye</code> 6%)" in page
        assert "confidence 100%" not in page


def test_a_question_back_is_shown_with_its_best_guess(session: Session, sign_in: SignIn) -> None:
    question = PastMessage("parcel?", "Which?", intent="clarification")
    conversation = store_conversation(session, question)
    client = sign_in("viewer")
    for path in (f"{LIST}/{conversation}", LIST):
        page = client.get(path).text
        assert "<code>clarification</code> (best guess: <code>goodbye</code> 6%)" in page


def test_there_is_no_page_of_what_is_not_there(sign_in: SignIn) -> None:
    client = sign_in("admin")
    assert client.get(f"{LIST}/{uuid4()}").status_code == 404
    assert client.get(f"{LIST}/{uuid4()}/erase").status_code == 404
    token = csrf_token(client.get(LIST).text)
    for what in ("erase", "erase-visitor"):
        gone = client.post(f"{LIST}/{uuid4()}/{what}", data={"csrf_token": token})
        assert gone.status_code == 404


def test_the_export_holds_what_the_filter_finds(session: Session, sign_in: SignIn) -> None:
    store_conversation(session, PastMessage("zebra"))
    store_conversation(session, PastMessage("tiger"))
    client = sign_in("viewer")
    answer = client.get(f"{LIST}/export.jsonl?q=zebra")
    assert re.fullmatch(
        r"attachment; filename=conversations-\d{4}-\d\d-\d\d\.jsonl",
        answer.headers["Content-Disposition"],
    )
    assert answer.is_streamed
    assert [json.loads(line)["text"] for line in answer.text.splitlines()] == ["zebra", "Yes."]
    table = client.get(f"{LIST}/export.csv?q=tiger").text
    assert "tiger" in table
    assert "zebra" not in table


@pytest.mark.parametrize("what", ["erase", "erase-visitor"])
def test_an_admin_erases(session: Session, sign_in: SignIn, what: str) -> None:
    conversation = store_conversation(session, PastMessage("zebra"))
    client = sign_in("admin")
    page = client.get(f"{LIST}/{conversation}/erase").text
    answer = client.post(
        f"{LIST}/{conversation}/{what}",
        data={"csrf_token": csrf_token(page)},
        follow_redirects=True,
    )
    assert [response.status_code for response in answer.history] == [303]
    assert "Erased 1 conversation with 2 messages." in answer.text
    with reading(session):
        assert session.scalars(sa.select(Conversation)).all() == []
        assert session.scalar(sa.select(AuditEntry.who)) == "admin@example.org"


def test_nobody_else_erases(session: Session, sign_in: SignIn) -> None:
    conversation = store_conversation(session, PastMessage("zebra"))
    client = sign_in("editor")
    token = csrf_token(client.get(LIST).text)
    assert client.get(f"{LIST}/{conversation}/erase").status_code == 403
    for what in ("erase", "erase-visitor"):
        answer = client.post(f"{LIST}/{conversation}/{what}", data={"csrf_token": token})
        assert answer.status_code == 403
