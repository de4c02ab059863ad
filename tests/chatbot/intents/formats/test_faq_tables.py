"""Tables of questions and answers, as people keep them in spreadsheets."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from chatbot.intents.formats.imported import ContinuedRows, TopicColumn
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.tables.columns import Meaning
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files

BRING = "Please bring your insurance card, and x-rays if you have some."
PARK = "There are free spaces for patients behind the house."


def archive(*names: str) -> bytes:
    """A zip archive with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "<a/>")
    return buffer.getvalue()


def test_questions_below_an_answer_have_it_where_their_own_is_empty(tmp_path: Path) -> None:
    rows = ["why?,", "Open?,At 9.", "hours,", "pay?,", "Pay?,By card.", "card?,"]
    imported = read_files(tmp_path, {"faq.csv": "\n".join(["Question,Answer", *rows])})
    assert imported.intents == (
        Intent("why", ("why?",)),
        Intent("open", ("Open?", "hours"), ("At 9.",)),
        Intent("pay", ("pay?", "Pay?", "card?"), ("By card.",)),
    )
    assert imported.continued == (ContinuedRows(str(tmp_path / "faq.csv"), "response", 2),)


def test_messages_of_an_intent_need_no_answer_each(tmp_path: Path) -> None:
    table = "tag,question,answer\nhours,Open?,At 9.\nhours,hours,\nbye,bye,\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents[1] == Intent("bye", ("bye",))
    assert imported.continued == ()


@pytest.mark.parametrize(
    ("table", "choice"),
    [
        (f'Where can I park?,"{PARK}"\nWhat is needed?,"{BRING}"\n', "text=1,response=2"),
        (f'7,"{PARK}",Where can I park?\n8,"{BRING}",And what now?\n', "text=3,response=2"),
        ("bye,hello\nhey,good bye\n", "text=1,intent=2"),
        (f'Question,Notes\nWhere can I park?,"{PARK}"\nWhat now?,"{BRING}"\n', "text=1,response=2"),
        (
            f'Where?,"{PARK}"\nWhere?,"{BRING}"\nCan I do so?,"{PARK} {BRING}"\n',
            "text=1,response=2",
        ),
    ],
    ids=["two columns", "numbered", "names", "a question by name", "a question twice"],
)
def test_sentences_are_proposed_as_answers(tmp_path: Path, table: str, choice: str) -> None:
    with pytest.raises(ImportSourceError, match=f"as in --columns {choice}: there are"):
        read_files(tmp_path, {"a.csv": table})


def test_sentences_that_repeat_are_answers_and_no_intents(tmp_path: Path) -> None:
    table = f'Where can I park?,"{PARK}"\nWhat is needed?,"{BRING}"\nparking,"{PARK}"\n'
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents[0] == Intent(
        "where_can_i_park", ("Where can I park?", "parking"), (PARK,)
    )
    assert imported.guesses[0].numbers == {"text": 1, "response": 2}


@pytest.mark.parametrize("below", ["Visit", ""], ids=["in each row", "merged"])
@pytest.mark.parametrize("name", ["Category", "Kategorie", "categories"])
def test_a_category_of_several_answers_is_no_intent(tmp_path: Path, name: str, below: str) -> None:
    table = f"No.,{name},Question,Answer\n1,Visit,Park?,Behind.\n2,{below},Children?,Yes.\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents == (
        Intent("park", ("Park?",), ("Behind.",)),
        Intent("children", ("Children?",), ("Yes.",)),
    )
    numbers: dict[Meaning, int] = {"intent": 2, "text": 3, "response": 4}
    assert imported.topics == (TopicColumn(str(tmp_path / "a.csv"), name, numbers),)
    assert (imported.losses[0].count, imported.losses[0].example) == (2, name)


def test_a_category_is_an_intent_where_it_is_chosen_or_has_one_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Category,Question,Answer\nVisit,Park?,Behind.\nVisit,Children?,Yes.\n")
    choice: dict[Meaning, str] = {"text": "2", "intent": "1", "response": "3"}
    imported = import_intents(path, columns=choice)
    assert imported.intents == (Intent("Visit", ("Park?", "Children?"), ("Behind.", "Yes.")),)
    path.write_text("Category,Question,Answer\nVisit,Park?,Behind.\nVisit,parking,\n")
    imported = import_intents(path)
    assert imported.intents == (Intent("Visit", ("Park?", "parking"), ("Behind.",)),)
    assert imported.topics == ()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_category_in_lines_is_no_intent_either(tmp_path: Path, name: str) -> None:
    pairs = {"Park?": "Behind.", "Children?": "Yes.", "parking": "Behind."}
    lines = [{"category": "Visit", "question": q, "answer": pairs[q]} for q in pairs]
    lines.append({"category": "Visit", "text": "hours", "label": "hours"})
    imported = read_files(tmp_path, {name: "\n".join(map(json.dumps, lines))})
    assert imported.intents == (
        Intent("park", ("Park?", "parking"), ("Behind.",)),
        Intent("children", ("Children?",), ("Yes.",)),
        Intent("hours", ("hours",)),
    )
    assert counts(imported) == {"key": 4}


def test_a_category_of_one_answer_in_lines_is_an_intent(tmp_path: Path) -> None:
    lines = [{"category": "hours", "text": text, "reply": "At 9."} for text in ("Open?", "hours")]
    imported = read_files(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, lines))})
    assert imported.intents == (Intent("hours", ("Open?", "hours"), ("At 9.",)),)


def test_an_intent_beside_a_category_is_the_intent(tmp_path: Path) -> None:
    table = "category,question,intent,response\nshop,Open?,hours,At 9.\nshop,Pay?,pay,By card.\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert [intent.tag for intent in imported.intents] == ["hours", "pay"]
    assert counts(imported) == {"column": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.XLSX", b"PK\3\4 damaged"),
        ("a.ods", archive("mimetype", "content.xml")),
        ("a.zip", archive("xl/workbook.xml")),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
    ],
    ids=["Excel", "damaged", "LibreOffice", "by its content", "old Excel"],
)
def test_a_spreadsheet_is_to_be_saved_as_csv(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ImportSourceError, match=r"This is a spreadsheet: save the sheet as CSV"):
        import_intents(tmp_path / name)


def test_a_table_that_is_called_a_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("Question\tAnswer\nOpen?\tAt 9.\n")
    assert import_intents(tmp_path / "a.xls").intents == (Intent("open", ("Open?",), ("At 9.",)),)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_table_in_another_encoding_is_to_be_saved_in_that_of_excel(
    tmp_path: Path, encoding: str
) -> None:
    text, excel = "text,intent\nTschüs,bye\n", r'\(in Excel, "CSV UTF-8"\)'
    (tmp_path / "a.csv").write_text(text, encoding=encoding)
    with pytest.raises(ImportSourceError, match=rf"Save it as UTF-8 {excel}, and import"):
        import_intents(tmp_path / "a.csv")
    (tmp_path / "a.json").write_text('{"tag": "Tschüs"}', encoding=encoding)
    with pytest.raises(ImportSourceError, match=r"Save it as UTF-8, and import"):
        import_intents(tmp_path / "a.json")
