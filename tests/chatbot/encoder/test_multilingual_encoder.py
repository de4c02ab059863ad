"""The published multilingual encoder, where it is installed."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.encoder.files import DIMENSION, load_manifest
from chatbot.encoder.kinds import MULTILINGUAL_ENCODER
from chatbot.encoder.sentence_encoder import MAX_PIECES, SentenceEncoder
from chatbot.encoder.unigram_tokenizer import UnigramTokenizer
from chatbot.encoder.word_pieces import EncoderPieceReader, sentence_vector
from chatbot.text.typed import TypedWords

PIECES = {
    "Where is my parcel?": [78662, 83, 759, 141485, 32],
    "Wo ist mein Päckchen?": [13787, 443, 8172, 436, 20274, 4834, 32],
    "Kargom nerede, ne zaman gelir?": [3423, 40766, 152603, 4, 108, 3859, 37508, 32],
    "أين طردي؟": [155138, 6, 165524, 179, 1245],
    "我的包裹在哪里？": [6, 6688, 208234, 164691, 32],
    "Tôi muốn trả lại đôi giày này": [14343, 6542, 18035, 1917, 32342, 158144, 1617],
    "배송은 언제 되나요": [112667, 697, 101359, 24141, 88901],
    "मेरा पार्सल कहाँ है": [40775, 146816, 49836, 80436, 460],
    "พัสดุของฉันอยู่ที่ไหน": [11308, 36955, 102871, 119945, 5803, 107622],
    "ＡＢＣ ½ 🙂🙃 𓀀𓀁": [47457, 78660, 3143, 246685, 6, 3],
}
"""Numbers of pieces by tokenizers.Unigram with the published vocabulary."""


@pytest.fixture(scope="module")
def published(multilingual_folder: Path) -> SentenceEncoder:
    return SentenceEncoder.load(multilingual_folder)


@pytest.mark.parametrize("text", PIECES)
def test_messages_fall_into_the_pieces_of_the_reference(
    multilingual_folder: Path, text: str
) -> None:
    path = multilingual_folder / MULTILINGUAL_ENCODER.tokenizer
    ids = UnigramTokenizer.open(path, MAX_PIECES).encode(text).ids
    assert ids == [0, 41, 1294, 12, *PIECES[text], 2]


def test_the_published_file_gives_the_same_graph_on_every_machine(
    multilingual_folder: Path,
) -> None:
    assert load_manifest(multilingual_folder).graph == MULTILINGUAL_ENCODER.fingerprint


def test_messages_of_the_same_meaning_are_near_in_any_language(
    published: SentenceEncoder,
) -> None:
    texts = ["Where is my parcel?", "Wo ist mein Päckchen?", "我的包裹在哪里？", "Kaç yaşındasın?"]
    reader = EncoderPieceReader(published)
    vectors = [sentence_vector(reader.read(TypedWords((), text)))[DIMENSION:] for text in texts]
    english, german, chinese, other = np.array(vectors) @ vectors[0]
    assert english > german > other
    assert chinese > other
