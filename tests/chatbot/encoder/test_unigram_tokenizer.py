"""Pieces of the multilingual encoder, equal to those of the reference implementation."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from chatbot.encoder.unigram_table import UnigramTable, table_bytes
from chatbot.encoder.unigram_tokenizer import UNKNOWN, UnigramTokenizer
from tests.chatbot.encoder.small_multilingual import PIECES, RULES, SPECIAL

NUMBERED = {piece: number for number, piece in enumerate(PIECES, len(SPECIAL))}
SCORES = [0.0] * len(SPECIAL) + [*PIECES.values()]
TEXTS = st.text(st.sampled_from("whoeristmnPaketquyzx:?包裹我的 ä<s>▁Ａ…\u200b"), max_size=60)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> UnigramTable:
    path = tmp_path_factory.mktemp("table") / "pieces.bin"
    path.write_bytes(table_bytes(NUMBERED, SCORES, RULES))
    return UnigramTable.open(path)


@pytest.fixture(scope="module")
def tokenizer(table: UnigramTable) -> UnigramTokenizer:
    return UnigramTokenizer(table, 128)


@pytest.fixture(scope="module")
def reference() -> Tokenizer:
    vocabulary = [*((piece, 0.0) for piece in SPECIAL), *PIECES.items()]
    tokenizer = Tokenizer(models.Unigram(vocabulary, UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


@example(text="zxh zx z zxhhhh")
@given(text=TEXTS)
def test_any_text_falls_into_the_pieces_of_the_reference(
    tokenizer: UnigramTokenizer, reference: Tokenizer, text: str
) -> None:
    # A typed ▁ and an invisible space are spaces here, and there in the middle of a text only.
    words = text.replace("▁", " ").replace("\u200b", " ").split()
    expected = reference.encode(f"query: {' '.join(words)}".strip(), add_special_tokens=False)
    assert tokenizer.encode(text).ids == [0, *expected.ids[:126], 2]


@given(text=st.text(max_size=300))
def test_any_text_has_a_bounded_number_of_pieces(tokenizer: UnigramTokenizer, text: str) -> None:
    encoding = tokenizer.encode(text)
    assert 5 <= len(encoding) <= 128
    assert len(encoding.ids) == len(encoding.tokens)
    assert set(encoding.ids[1:-1]) <= {UNKNOWN, *NUMBERED.values()}


@given(text=st.text(max_size=300))
def test_the_work_grows_with_the_length_and_no_faster(table: UnigramTable, text: str) -> None:
    assert sum(1 for _ in table.matches("▁" + text)) <= table.longest * (len(text) + 1)


def test_special_pieces_cannot_be_typed(tokenizer: UnigramTokenizer) -> None:
    assert not {0, 1, 2} & {*tokenizer.encode("<s> </s> <pad> <mask>").ids[1:-1]}


def test_pieces_have_the_text_that_they_stand_for(tokenizer: UnigramTokenizer) -> None:
    assert tokenizer.encode("Woher xx").tokens[4:] == ["▁", "W", "o", "her", "▁", "xx", "</s>"]


def test_a_word_of_the_language_is_a_single_piece(tokenizer: UnigramTokenizer) -> None:
    assert tokenizer.token_to_id("mein") == NUMBERED["▁mein"]
    assert tokenizer.token_to_id("Paket") is None
    assert tokenizer.token_to_id("☃") is None


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pieces.bin").write_bytes(b"anything but a table")
    with pytest.raises(ValueError, match=r"pieces\.bin holds no pieces"):
        UnigramTable.open(tmp_path / "pieces.bin")
