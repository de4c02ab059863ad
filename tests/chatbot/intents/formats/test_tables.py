"""Tables in CSV, and JSON Lines."""

import json
from pathlib import Path, PurePosixPath

import pytest

from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formats.sources.files import SourceFile
from chatbot.intents.formats.tables import json_lines
from chatbot.intents.formats.tables.columns import Meaning
from chatbot.intents.intent_set import Intent
from tests.chatbot.intents.formats.reading import counts, read_files

HOURS = Intent("hours", ("are you open?", "opening hours"), ("From 9 to 6.",))


@pytest.mark.parametrize(
    "table",
    [
        "text,intent,response\nare you open?,hours,From 9 to 6.\nopening hours,hours,\n",
        "Intent;Utterance;Answer\nhours;are you open?;From 9 to 6.\nhours;opening hours;\n",
        "label\tmessages\treplies\r\nhours\tare you open?\tFrom 9 to 6.\r\n"
        "hours\topening hours\t\r\n",
        "Intent;Utterance;Answer\rhours;are you open?;From 9 to 6.\rhours;opening hours;\r",
        '\ufeff"question","class","answer"\n"are you open?","hours",""\n\n'
        '" opening hours ","hours","From 9 to 6."',
    ],
)
def test_columns_are_known_by_their_names(tmp_path: Path, table: str) -> None:
    assert read_files(tmp_path, {"a.csv": table}).intents == (HOURS,)


def test_columns_without_names_are_known_by_what_repeats(tmp_path: Path) -> None:
    table = "hours,are you open\nhours,opening hours\nbye,bye\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert [intent.tag for intent in imported.intents] == ["hours", "bye"]


@pytest.mark.parametrize(
    "table",
    [
        "id;Frage;Antwort;Kategorie\n1;are you open?;From 9 to 6.;hours\n2;opening hours;;hours\n",
        "intención,preguntas,respuesta\nhours,are you open?,From 9 to 6.\nhours,opening hours,\n",
        "texto,resposta,intent\nare you open?,From 9 to 6.,hours\nopening hours,,hours\n",
        "pertanyaan\tjawaban\tmaksud\nare you open?\tFrom 9 to 6.\thours\nopening hours\t\thours\n",
    ],
)
def test_names_of_columns_are_known_in_other_languages(tmp_path: Path, table: str) -> None:
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents == (HOURS,)
    assert imported.guesses == ()


@pytest.mark.parametrize(
    ("table", "numbers"),
    [
        ("1,are you open?,hours\n2,opening hours,hours\n", {"text": 2, "intent": 3}),
        (
            "nr,ziel,worte\nA1,hours,are you open?\nA2,hours,opening hours\n",
            {"text": 3, "intent": 2},
        ),
        ("target,sentence\nhours,are you open?\nhours,opening hours\n", {"text": 2, "intent": 1}),
        ("are you open?,hours\nopening hours,hours\n", {"text": 1, "intent": 2}),
    ],
)
def test_a_number_is_no_message_and_a_guess_is_noted(
    tmp_path: Path, table: str, numbers: dict[Meaning, int]
) -> None:
    imported = read_files(tmp_path, {"a.csv": table})
    assert [(intent.tag, intent.patterns) for intent in imported.intents] == [
        (HOURS.tag, HOURS.patterns)
    ]
    (guess,) = imported.guesses
    names = {meaning: guess.numbers[meaning] for meaning in guess.numbers}
    assert names == numbers


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            "bye,hello\nhey,good bye\n",
            r"The columns 1 and 2 may each have the messages: .*--columns",
        ),
        ("id,text\n1,who is there?\n2,who?\n", r"No column tells the intents: .*--columns"),
    ],
)
def test_columns_that_may_both_be_meant_are_asked_for(
    tmp_path: Path, table: str, sentence: str
) -> None:
    with pytest.raises(ImportSourceError, match=rf"a.csv:1:1: {sentence}"):
        read_files(tmp_path, {"a.csv": table})


def test_chosen_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("hello,good bye\nhey,good day\n")
    choice: dict[Meaning, str] = {"text": "2", "intent": "1"}
    imported = import_intents(tmp_path / "a.csv", columns=choice)
    expected = (Intent("hello", ("good bye",)), Intent("hey", ("good day",)))
    assert (imported.intents, imported.guesses) == (expected, ())
    (tmp_path / "b.csv").write_text("Was;Wie\ngood bye;hello\n")
    imported = import_intents(tmp_path / "b.csv", columns={"text": "was", "intent": "Wie"})
    assert imported.intents == (expected[0],)
    with pytest.raises(ImportSourceError, match=r"no column Wer: there are 1 \(Was\), 2 \(Wie\)"):
        import_intents(tmp_path / "b.csv", columns={"text": "Wer", "intent": "Wie"})


def test_questions_and_answers_without_an_intent(tmp_path: Path) -> None:
    table = "question,answer,topic\nAre you open?,Yes.,shop\nCan I pay by card?,Sure.,shop\n"
    imported = read_files(tmp_path, {"faq.csv": table})
    assert imported.intents == (
        Intent("are_you_open", ("Are you open?",), ("Yes.",)),
        Intent("can_i_pay_by_card", ("Can I pay by card?",), ("Sure.",)),
    )
    assert counts(imported) == {"column": 1}


def test_questions_with_the_same_answers_are_one_intent(tmp_path: Path) -> None:
    rows = ["Open?,At 9.", "Pay?,By card.", "hours,At 9.", "Pay?,Cash.", "card?,By card."]
    imported = read_files(tmp_path, {"faq.csv": "\n".join(["Question,Answer", *rows])})
    assert imported.intents == (
        Intent("open", ("Open?", "hours"), ("At 9.",)),
        Intent("pay", ("Pay?", "Pay?"), ("By card.", "Cash.")),
        Intent("card", ("card?",), ("By card.",)),
    )


def test_line_breaks_of_qna_maker(tmp_path: Path) -> None:
    rows = [
        "Question\tAnswer\tSource\tMetadata\tQnaId",
        "Open?\tFrom 9.\\n\\nTo 6.\tEditorial\t\t1",
        "hours\tFrom 9.\\n\\nTo 6.\tEditorial\t\t1",
    ]
    imported = read_files(tmp_path, {"kb.tsv": "\n".join(rows)})
    assert imported.intents == (Intent("open", ("Open?", "hours"), ("From 9.\n\nTo 6.",)),)
    other = read_files(tmp_path / "other", {"kb.csv": "question,answer\nWhere?,C:\\new\n"})
    assert other.intents[0].responses == ("C:\\new",)


@pytest.mark.parametrize(
    ("cell", "response"),
    [
        (
            r"Go to C:\new\file, then\nto D:\x.\nThere.",
            "Go to C:\\new\\file, then\nto D:\\x.\nThere.",
        ),
        (r"C:\\new\\notes or \\\\nas\nand on", "C:\\\\new\\\\notes or \\\\\\\\nas\nand on"),
        (r"Plan C:\nRun.\n\nWrite \\n.", "Plan C:\nRun.\n\nWrite \\\\n."),
    ],
)
def test_paths_in_an_export_of_qna_maker_have_no_line_breaks(
    tmp_path: Path, cell: str, response: str
) -> None:
    table = f"Question\tAnswer\tSource\tMetadata\nWhere?\t{cell}\tEditorial\t\n"
    assert read_files(tmp_path, {"kb.tsv": table}).intents[0].responses == (response,)


def test_questions_with_the_same_letters_are_two_intents(tmp_path: Path) -> None:
    table = "question,answer\nC?,A letter.\nC++?,A language.\nc?,Speed of light.\n?!,!\n"
    imported = read_files(tmp_path, {"faq.csv": table})
    assert [(intent.tag, intent.responses) for intent in imported.intents] == [
        ("c", ("A letter.", "Speed of light.")),
        ("c_2", ("A language.",)),
        ("statement", ("!",)),
    ]


def test_an_intent_in_a_merged_cell_is_that_of_the_rows_below(tmp_path: Path) -> None:
    table = "tag;Frage;Antwort\nhours;are you open?;From 9 to 6.\n;opening hours;\nbye;bye;Ciao.\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents == (HOURS, Intent("bye", ("bye",), ("Ciao.",)))
    assert [rows.count for rows in imported.continued] == [1]


@pytest.mark.parametrize(
    "rows",
    [
        "hours;are you open?;\nhours;opening hours;\n;bye;\n",
        "hours;are you open?;\nprice;how much?;\n;bye;Ciao.\n;see you;\n",
        ";bye;\nhours;are you open?;\n",
    ],
    ids=["written in each row", "a response of its own", "first"],
)
def test_a_message_without_an_intent_keeps_its_own(tmp_path: Path, rows: str) -> None:
    imported = read_files(tmp_path, {"a.csv": f"tag;text;response\n{rows}"})
    assert Intent("bye", ("bye",), ("Ciao.",) * ("Ciao." in rows)) in imported.intents
    assert imported.continued == ()


@pytest.mark.parametrize("line", ["sep=;\r\n", '"SEP=;"\n', "sep=;\r"])
def test_the_line_by_which_excel_names_the_delimiter_is_no_row(tmp_path: Path, line: str) -> None:
    table = "text;intent;response\nare you open?;hours;From 9 to 6.\nopening hours;hours;\n"
    imported = read_files(tmp_path, {"a.csv": f"\ufeff{line}{table}"})
    assert (imported.intents, imported.guesses) == ((HOURS,), ())


def test_a_column_that_is_not_read_is_named(tmp_path: Path) -> None:
    table = "Thema,text,intent\nshop,are you open?,hours\n"
    (loss,) = read_files(tmp_path, {"a.csv": table}).losses
    assert (loss.kind, loss.count, loss.example) == ("column", 1, "Thema")


@pytest.mark.parametrize(
    "rows",
    [
        'a "cab,taxi\n"call a cab,taxi\ncabs,taxi\n"see you,bye\nbye,bye\n',
        'cab,taxi\n"call a cab,taxi\ncabs,taxi\n"see you",bye\nbye,bye\n',
        'cab,taxi\n"call a cab,taxi\n',
        'cab,taxi\n"hello" he said,greet\nbye,bye\n',
        'cab,taxi\n"see "you" soon",bye\n',
        'cab,taxi\n"say \\"hi\\"",greet\n',
    ],
)
def test_a_quote_that_is_not_closed_or_stands_inside_takes_no_rows(
    tmp_path: Path, rows: str
) -> None:
    with pytest.raises(ImportSourceError, match=r"a.csv:3:1: A double quote in this row"):
        read_files(tmp_path, {"a.csv": f"hi,greet\n{rows}"})


def test_a_text_of_several_lines_and_a_quote_in_one_line(tmp_path: Path) -> None:
    table = 'hi,greet\n"call\n\n ""a"" cab",taxi\na 5" screen,buy\na "big" screen,buy\n'
    (_, taxi, buy) = read_files(tmp_path, {"a.csv": table}).intents
    assert taxi.patterns == ('call\n\n "a" cab',)
    assert buy.patterns == ('a 5" screen', 'a "big" screen')


def test_a_field_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match=r"a.csv:3:1: The field is one of pattern, resp"):
        read_files(tmp_path, {"a.csv": "tag,field,text\na,pattern,hi\na,colour,red\n"})


def test_lines_with_an_example_each(tmp_path: Path) -> None:
    lines = '{"text": "hi", "intent": "greet"}\n\n{"utterance": "hey", "label": "greet", "id": 3}\n'
    for name in ("a.jsonl", "a.json", "a.ndjson"):
        (tmp_path / name).mkdir()
        imported = read_files(tmp_path / name, {name: lines})
        assert imported.format == "jsonl"
        assert imported.intents == (Intent("greet", ("hi", "hey")),)


def test_a_response_beside_every_message_is_a_single_one(tmp_path: Path) -> None:
    lines = [{"text": text, "intent": "a", "response": "Hello!"} for text in ("hi", "hey")]
    content = "\n".join(map(json.dumps, lines))
    imported = read_files(tmp_path, {"a.jsonl": content})
    assert imported.intents == (Intent("a", ("hi", "hey"), ("Hello!",)),)


class ComparedText(str):
    """Text that counts comparisons with others."""

    __slots__ = ()
    __hash__ = str.__hash__
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        ComparedText.comparisons += 1
        return super().__eq__(other)


class ComparingDraft(ImportDraft):
    def texts(self, value: object, place: str) -> list[str]:
        return [ComparedText(text) for text in super().texts(value, place)]


def test_a_line_is_not_compared_with_all_lines_before() -> None:
    lines = [{"text": f"hi {n}", "intent": "a", "response": f"Hello {n}!"} for n in range(300)]
    draft = ComparingDraft()
    file = SourceFile("a.jsonl", PurePosixPath("a.jsonl"), b"")
    json_lines.read([Document(file, "lines", lines)], draft)
    assert len(draft.intent("a").patterns) == len(draft.intent("a").responses) == 300
    assert ComparedText.comparisons < 4 * len(lines)


def test_numbers_are_texts_as_the_file_spells_them(tmp_path: Path) -> None:
    numbers = "9.90, 1e5, 7, 12345678901234567890123, 1e999, NaN, -Infinity"
    lines = f'{{"tag": "price", "patterns": [{numbers}, true], "responses": 1.50}}\n'
    imported = read_files(tmp_path, {"a.jsonl": lines})
    assert imported.intents == (Intent("price", tuple(numbers.split(", ")), ("1.50",)),)
    assert counts(imported) == {"malformed": 1}


def test_a_list_with_an_example_each(tmp_path: Path) -> None:
    examples = [{"text": "hi", "intent": "greet"}, {"text": "hey", "intent": "greet"}, 5]
    imported = read_files(tmp_path, {"a.json": examples})
    assert imported.intents == (Intent("greet", ("hi", "hey")),)
    assert counts(imported) == {"malformed": 1}


def test_lines_with_an_intent_each(tmp_path: Path) -> None:
    line = '{"tag": "greet", "patterns": ["hi"], "responses": ["Hello!"], "tests": ["hey"]}\n'
    imported = read_files(tmp_path, {"a.jsonl": line})
    assert imported.intents == (Intent("greet", ("hi",), ("Hello!",), tests=("hey",)),)


def test_lines_with_an_intent_each_in_another_dialect_and_its_contexts(tmp_path: Path) -> None:
    lines = [
        {"intent": "greet", "text": ["hi", 5], "respones": {"de": "Hallo"}, "outputContext": "c"},
        {"tag": "more", "patterns": ["go on", ""], "context": ["d"], "context_filter": "c", "n": 1},
        {"tag": "end", "patterns": "stop", "context_set": ""},
    ]
    imported = read_files(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, lines))})
    assert imported.intents == (
        Intent("greet", ("hi", "5"), ("Hallo",), ("c",)),
        Intent("more", ("go on",), (), ("d",), ("c",)),
        Intent("end", ("stop",), (), ("",)),
    )
    assert counts(imported) == {"key": 2, "blank_text": 1}


def test_lines_in_another_language_and_other_keys(tmp_path: Path) -> None:
    line = {"Frage": "hi", "Antwort": "Hallo!", "Absicht": "gruss", "lang": "de", "nr": 1}
    lines = "\n".join(map(json.dumps, [line, {**line, "Frage": "hey"}]))
    imported = read_files(tmp_path, {"a.jsonl": lines})
    assert imported.intents == (Intent("gruss", ("hi", "hey"), ("Hallo!",)),)
    assert counts(imported) == {"key": 4}


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match=r"a.jsonl:2:10: This is not JSON"):
        read_files(tmp_path, {"a.jsonl": '{"text": "hi", "intent": "a"}\n{"text": }\n'})


@pytest.mark.parametrize("escape", ["\\ud83d", "\\u0000"])
def test_what_no_intent_file_may_hold_is_replaced(escape: str, tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"a.jsonl": f'{{"text": "hi {escape}", "intent": "a"}}\n'})
    assert imported.intents == (Intent("a", ("hi ?",)),)
    assert counts(imported) == {"character": 1}


@pytest.mark.parametrize("label", ["DESCONHECIDO", "out_of_scope", "unknown"])
def test_a_label_that_no_topic_has_is_the_fallback_and_noted(tmp_path: Path, label: str) -> None:
    table = f"text,intent\nhi,greet\nhello,greet\nasdf,{label}\nqwer,{label}\n"
    imported = read_files(tmp_path, {"a.csv": table})
    assert imported.intents[1] == Intent("fallback", ("asdf", "qwer"))
    assert imported.fallback_labels == (label,)


def test_a_label_that_a_topic_may_have_is_an_intent(tmp_path: Path) -> None:
    lines = "".join(f'{{"text": "{n}a", "intent": "{n}"}}\n' for n in ("sorry", "no_answer"))
    imported = read_files(tmp_path, {"a.jsonl": lines})
    assert [intent.tag for intent in imported.intents] == ["sorry", "no_answer"]
    assert imported.fallback_labels == ()
