import csv
import json
import tracemalloc
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation, store_many
from web.conversations import export
from web.conversations.filter import ConversationFilter
from web.conversations.full_text import parse
from web.core.database import reading
from web.models.live_bot import LiveBot


def test_json_lines_hold_all_messages_of_what_the_filter_finds(
    session: Session, live: LiveBot
) -> None:
    message = PastMessage(
        "zebra – 斑马", "Yes.\nNo.", thumb=-1, comment="Hm", version=live.version_id
    )
    conversation = store_conversation(session, message, PastMessage("Thanks"))
    store_conversation(session, PastMessage("another"))
    with reading(session):
        messages = export.messages(session, ConversationFilter(words=parse("zebra")))
        rows = [json.loads(line) for line in export.json_lines(messages)]
    assert [row["text"] for row in rows] == ["zebra – 斑马", "Yes.\nNo.", "Thanks", "Yes."]
    assert {row["conversation"] for row in rows} == {str(conversation)}
    question, answer, *_ = rows
    assert question["intent"] is None
    assert answer["reply_to"] == question["message"]
    assert len(answer.pop("visitor")) == 8
    names = ("role", "intent", "confidence", "fallback", "model_version", "latency_ms", "thumb")
    assert [answer[name] for name in names] == ["bot", "greeting", 0.9, False, 1, 3.25, -1]
    assert answer["time"] == "2026-11-20 12:00:00+00:00"


FORMULAS = ("=1+1", "=1;=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")


def test_a_spreadsheet_computes_nothing(session: Session) -> None:
    store_conversation(
        session, *(PastMessage(text, 'say "hi", a=b', thumb=1, comment=text) for text in FORMULAS)
    )
    with reading(session):
        text = "".join(export.csv_lines(export.messages(session, ConversationFilter())))
    assert text.startswith('\ufeff"conversation","visitor","message",')
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["text"] for row in rows[::2]] == [f"'{formula}" for formula in FORMULAS]
    assert [row["comment"] for row in rows[1::2]] == [f"'{formula}" for formula in FORMULAS]
    assert {row["text"] for row in rows[1::2]} == {'say "hi", a=b'}


def test_nor_where_cells_are_parted_by_semicolons(session: Session) -> None:
    store_conversation(session, PastMessage("hi;=1+1", "Hello."))
    with reading(session):
        text = "".join(export.csv_lines(export.messages(session, ConversationFilter())))
    assert ',"hi;=1+1",' in text


def test_no_filter_finds_nothing_is_an_empty_table(session: Session) -> None:
    with reading(session):
        assert len(list(export.csv_lines(export.messages(session, ConversationFilter())))) == 1


@pytest.mark.parametrize("write", [export.json_lines, export.csv_lines])
def test_many_messages_need_no_more_memory_than_few(session: Session, write: object) -> None:
    store_many(session, conversations=20, messages=100, text="word " * 800)
    assert callable(write)

    def peak() -> tuple[int, int]:
        """Characters written, and the most bytes of memory meanwhile."""
        tracemalloc.start()
        with reading(session):
            size = sum(map(len, write(export.messages(session, ConversationFilter()))))
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, held

    size, held = peak()
    assert size > 8_000_000
    assert held < 4_000_000
