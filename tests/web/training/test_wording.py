"""Wording of weaknesses, of a student beside its teacher, and of the language."""

from pathlib import Path
from typing import Literal

import pytest

from chatbot.encoder.files import FOLDER_VARIABLE
from chatbot.evaluation.advice import Advice
from chatbot.evaluation.unmeasured import Unmeasured
from chatbot.evaluation.weaknesses import Remedy, Weaknesses
from chatbot.model.bundle import Metadata, Metrics
from chatbot.text.spoken_language import SpokenLanguage
from web.training.notes.beginning import encoder_notes, taken_note
from web.training.notes.model import learnt_values_notes, student_notes
from web.training.wording.advice import advice_sentence
from web.training.wording.note import note_sentence
from web.training.wording.unmeasured import unmeasured_sentence
from web.training.wording.weaknesses import remedy_sentences, weakness_sentence

ADVICE = Advice("add", ("hours",), ("open?",), (2,), (4,))


def test_the_warning_names_all_weak_figures() -> None:
    assert weakness_sentence(Weaknesses(0.456, None, None, ())) == (
        "This bot is weak: it understands 45.6% of the held-out messages. To help it most:"
    )
    assert weakness_sentence(Weaknesses(0.456, 3.25, "indonesian", ())) == (
        "This bot is weak: it understands 45.6% of the held-out messages, it has 3.2 patterns an"
        " intent, and its fallback is in English, its language Indonesian. To help it most:"
    )
    assert weakness_sentence(Weaknesses(None, None, None, (), 0.73)) == (
        "This bot is weak: it gives the fallback to 73.0% of the held-out messages."
        " To help it most:"
    )


def test_the_warning_tells_of_intents_with_a_single_pattern() -> None:
    tags = tuple(f"tag{n}" for n in range(12))
    some, all_of_them = Unmeasured(tags, 19, 7), Unmeasured(tags, 12)
    clause = "12 of 19 intents have one pattern, so nothing is known of them"
    assert unmeasured_sentence(some) == f"{clause}: tag0, tag1, tag2, tag3, tag4 and 7 more."
    assert unmeasured_sentence(Unmeasured(("a",), 9, 8)) == (
        "1 of 9 intents has one pattern, so nothing is known of it: a."
    )
    assert unmeasured_sentence(Unmeasured((), 9, 9)) == ""
    assert f"is weak: {clause}." in weakness_sentence(
        Weaknesses(None, None, None, (), unmeasured=some)
    )
    assert "is weak: its intents have one pattern each, so nothing is known of them." in (
        weakness_sentence(Weaknesses(None, 1, None, (), unmeasured=all_of_them))
    )
    assert "it has one pattern an intent" in weakness_sentence(Weaknesses(None, 1, None, ()))
    (sentence,) = remedy_sentences(
        Weaknesses(None, 1, None, (Remedy("patterns", ("a", "b"), more=7),))
    )
    assert "a, b and 7 more have the fewest" in sentence


def test_every_remedy_has_a_sentence() -> None:
    remedies = (
        Remedy("fallback", language="spanish"),
        Remedy("language", language="spanish"),
        Remedy("patterns", ("hours", "price")),
        Remedy("encoder"),
        Remedy("tests"),
        Remedy("advice", ("hours",), advice=ADVICE),
    )
    sentences = remedy_sentences(Weaknesses(0.1, None, None, remedies))
    assert '"fallback" in Spanish' in sentences[0]
    assert "RECOLLECT_LANGUAGE=spanish" in sentences[1]
    assert "hours, price have the fewest" in sentences[2]
    assert "flask encoder install" in sentences[3]
    assert '"tests"' in sentences[4]
    assert sentences[5] == advice_sentence(ADVICE)


def test_a_student_is_told_beside_its_teacher() -> None:
    metrics = Metrics(student_accuracy=0.912, teacher_accuracy=0.93)
    student, teacher, alone = (
        Metadata("", "english", 1, "", architecture, metrics=figures)
        for architecture, figures in (
            ("distilled", metrics),
            ("pretrained", metrics),
            ("wide_deep", Metrics()),
        )
    )
    both = "Student: understood 91.2% of the held-out messages, its teacher 93.0%."
    (first,), (second,) = student_notes(student), student_notes(teacher)
    assert note_sentence(first) == f"{both} The student answers, and needs no encoder."
    assert note_sentence(second).startswith(f"{both} The teacher answers")
    assert [*student_notes(alone)] == []


@pytest.mark.parametrize(
    ("name", "certainty", "sentence"),
    [
        ("german", "clear", "Language: German, by the patterns."),
        (
            "turkish",
            "likely",
            "Language: probably Turkish. If it is another one, set RECOLLECT_LANGUAGE.",
        ),
        ("english", "unclear", "Language: not clear by the patterns, taken for English. If it is "),
        ("other", "unclear", "Language: not clear by the patterns, taken for one of another scri"),
    ],
)
def test_the_language_is_told_with_how_sure_it_is(
    name: str, certainty: Literal["clear", "likely", "unclear"], sentence: str
) -> None:
    assert note_sentence(taken_note(SpokenLanguage(name, certainty))).startswith(sentence)


def test_the_encoder_of_another_language_is_advised_where_it_is_missing(
    tmp_path: Path, small_multilingual: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "encoder"))
    assert [*encoder_notes("english")] == []
    (note,) = encoder_notes("german")
    assert "Get it with flask encoder install multilingual" in note_sentence(note)
    monkeypatch.setenv(FOLDER_VARIABLE, str(small_multilingual.with_name("encoder")))
    assert [*encoder_notes("german")] == []


def test_values_of_learnt_entities_have_a_sentence_where_some_were_held_out() -> None:
    assert [*learnt_values_notes(Metrics())] == []
    metrics = Metrics(held_out_values=1, held_out_values_f1=0.9123)
    (note,) = learnt_values_notes(metrics)
    assert note_sentence(note) == "Values: F1 91.2% of 1 held-out value of learnt entities."
