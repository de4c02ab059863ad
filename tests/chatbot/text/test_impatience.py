"""Anger in a message that is not understood."""

import pytest

from chatbot.text.impatience import is_angry
from chatbot.text.words import WordSplitter


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("you are useless", "english"),
        ("this is STUPID", "english"),
        ("where is it!!!", "english"),
        ("WHERE IS MY PARCEL", "english"),
        ("was für ein Mist", "german"),
        ("Du bist blöd", "german"),
        ("c'est nul", "french"),
        ("esto es inútil", "spanish"),
        ("это бесполезно", "russian"),
        ("أنت غبي", "arabic"),
        ("这是垃圾", "chinese"),
        ("役立たずだ", "japanese"),
        ("bu çok saçma", "turkish"),
        ("useless", "thai"),
    ],
)
def test_words_signs_and_capitals_are_angry(text: str, language: str) -> None:
    assert is_angry(text, WordSplitter(language).words(text), language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my parcel?", "english"),
        ("really?!", "english"),
        ("DE89 3704 0044 0532 0130 00", "english"),
        ("OK", "english"),
        ("ORDER CW-204817", "english"),
        ("我的包裹在哪里", "chinese"),
        ("", "english"),
        ("rubbish bins near me", "english"),
        ("die Milch ist sauer", "german"),
        ("cono de tráfico", "spanish"),
        ("đơn hàng của tôi vẫn chưa đến", "vietnamese"),
        ("bạn có bán vớ không", "vietnamese"),
        ("túi ngủ có ấm không", "vietnamese"),
        ("買ったばかりですが", "japanese"),
        ("我没用过这个产品", "chinese"),
        ("垃圾袋多少钱", "chinese"),
    ],
)
def test_others_are_not(text: str, language: str) -> None:
    assert not is_angry(text, WordSplitter(language).words(text), language)


@pytest.mark.parametrize("text", ["asdf???", "WHAT IS THE HEIGHT OF MONT BLANC"])
def test_capitals_and_question_marks_are_a_way_of_writing_at_first(text: str) -> None:
    words = WordSplitter().words(text)
    assert is_angry(text, words, "english")
    assert not is_angry(text, words, "english", is_first_doubt=True)
    assert is_angry("USELESS", ["useless"], "english", is_first_doubt=True)
