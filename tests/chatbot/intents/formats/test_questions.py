"""Plain text of questions and answers."""

from pathlib import Path

import pytest

from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts

TEXT = """Our questions

Q: Are you open
on Sunday?
Q: opening hours
A: From 9 to 6.
See: the door.

Q: Is there parking?
A:

Q: Where are you?
A: Here.
"""
MARKDOWN = """# Hilfe
**Frage 1:** Wo ist das?

**Antwort:** Hier.

**Frage: Und *warum*?**
**Antwort: Darum.**

## Mehr
### Frage 2: Und wann?
Antwort: Heute.
"""


def test_a_question_over_very_many_lines_takes_no_square_of_time(tmp_path: Path) -> None:
    path = tmp_path / "faq.txt"
    path.write_text("Q: a\nA: b\nQ: who\r\n" + "is\n" * 200_000 + "A: me\n\nand you\n")
    _, intent = import_intents(path).intents
    assert (len(intent.patterns[0]), intent.responses) == (600_003, ("me\n\nand you",))


def test_a_word_before_very_many_spaces_takes_no_square_of_time(tmp_path: Path) -> None:
    path = tmp_path / "faq.txt"
    path.write_text("Q: a\nA: b\n" + "c" + " " * 500_000 + "d\n")
    (intent,) = import_intents(path).intents
    assert intent.responses[0].startswith("b\nc  ")


@pytest.mark.parametrize("name", ["faq.txt", "faq.md", "faq"])
def test_questions_with_their_answers(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT)
    imported = import_intents(tmp_path / name)
    assert imported.format == "questions"
    assert imported.intents == (
        Intent(
            "are_you_open_on_sunday",
            ("Are you open on Sunday?", "opening hours"),
            ("From 9 to 6.\nSee: the door.",),
        ),
        Intent("where_are_you", ("Where are you?",), ("Here.",)),
    )
    assert counts(imported) == {"line": 1, "unanswered": 1}


def test_markdown_in_another_language(tmp_path: Path) -> None:
    (tmp_path / "faq.md").write_text(MARKDOWN)
    imported = import_intents(tmp_path / "faq.md")
    assert imported.intents == (
        Intent("wo_ist_das", ("Wo ist das?",), ("Hier.",)),
        Intent("und_warum", ("Und *warum*?",), ("Darum.",)),
        Intent("und_wann", ("Und wann?",), ("Heute.",)),
    )
    assert counts(imported) == {"line": 2}


def test_questions_with_the_same_answer_are_one_intent(tmp_path: Path) -> None:
    text = "Q: Dogs?\nA: No.\n\nQ: Open?\nA: Yes.\n\nQ: Cats?\nA: No.\n"
    (tmp_path / "faq.md").write_text(text)
    assert import_intents(tmp_path / "faq.md").intents == (
        Intent("dogs", ("Dogs?", "Cats?"), ("No.",)),
        Intent("open", ("Open?",), ("Yes.",)),
    )
