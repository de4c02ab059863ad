"""Ways of answering a message, each of which is measured in a process of its own.

`python -m benchmarks.speed.contestants NAME BUNDLE CORE` answers batches of messages: a JSON
list per line in, a JSON report per line out. Libraries are imported where they are used, so that a
process holds nothing but what its own way needs.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import psutil  # type: ignore[import-untyped]

from chatbot.model.bundle import INTENTS, KERAS, Bundle

Answer = Callable[[str], object]

BATCH_SECONDS = 3.0
HEAVY = ("keras", "sklearn", "tensorflow")


def bot(path: Path) -> Answer:
    """`Bot.reply`, in one conversation that goes on."""
    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.state import DialogueState

    ours, state = Bot.load(path), DialogueState()

    def answer(text: str) -> None:
        nonlocal state
        state = ours.reply(text, state).state

    return answer


def web(path: Path) -> Answer:
    """A whole request to the application, whose instance folder is beside the bundle."""
    from web import create_app
    from web.core.settings import Settings

    environ = {
        "RECOLLECT_INSTANCE": str(path.parent / "instance"),
        "RECOLLECT_RATE_LIMIT": "1000000 per minute",
        "RECOLLECT_LOG_LEVEL": "error",
    }
    client = create_app(Settings.from_environ(environ)).test_client()
    conversation = json.loads(client.post("/api/v1/conversations", json={}).data)["id"]

    def answer(text: str) -> None:
        address = f"/api/v1/conversations/{conversation}/messages"
        assert client.post(address, json={"text": text}).status_code == 201

    return answer


def keras_predict(path: Path) -> Answer:
    """`model.predict()` with the same weights and the same features."""
    model, features = _keras(path)
    return lambda text: model.predict(features(text), verbose=0).argmax()


def keras_call(path: Path) -> Answer:
    """The Keras model called as a function, with the same weights and the same features."""
    import numpy as np

    model, features = _keras(path)
    return lambda text: np.asarray(model(features(text))).argmax()


def linear_svc(path: Path) -> Answer:
    """scikit-learn's TF-IDF and LinearSVC, trained on the same patterns."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    from chatbot.intents.intent_set import IntentSet

    intents = IntentSet.from_json(Bundle.load(path).text(INTENTS))
    taught = [(pattern, intent.tag) for intent in intents for pattern in intent.patterns]
    words = TfidfVectorizer(ngram_range=(1, 2))
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    model = make_pipeline(make_union(words, parts), LinearSVC(random_state=1))
    model.fit(*zip(*taught, strict=True))
    return lambda text: model.predict([text])[0]


CONTESTANTS: dict[str, Callable[[Path], Answer]] = {
    "bot": bot,
    "web": web,
    "keras_predict": keras_predict,
    "keras_call": keras_call,
    "linear_svc": linear_svc,
}


def _keras(path: Path) -> tuple[Any, Callable[[str], list[Any]]]:
    """A bundle's network, and what it reads of one message."""
    import keras

    import chatbot.networks.builders  # noqa: F401 (Keras finds the layers of the file there)
    from chatbot.encoder.word_pieces import installed_piece_reader
    from chatbot.features.extractor import FeatureExtractor
    from chatbot.model.architectures import PRETRAINED
    from chatbot.model.bundle import FEATURES

    bundle = Bundle.load(path)
    pieces = installed_piece_reader(bundle.metadata.encoder) if bundle.metadata.encoder else None
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES), pieces)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / KERAS
        file.write_bytes(bundle.parts[KERAS])
        trained = keras.models.load_model(file, compile=False)
    if trained.name == PRETRAINED:
        model = keras.Model(trained.inputs, trained.outputs[0])
    else:
        model = _of_one_message(trained)

    def features(text: str) -> list[Any]:
        arrays = extractor.encode(extractor.splitter.words(text)).arrays()
        names = [each.name for each in model.inputs]
        return [arrays[name] if name == "weights" else arrays[name][None] for name in names]

    return model, features


def _of_one_message(trained: Any) -> Any:
    """A network that reads words, without the step that picks them from a batch's distinct ones.

    `predict()` wants one row per input. The padding mask goes with that step.
    """
    import keras

    from chatbot.features.ngrams import MAX_NGRAMS
    from chatbot.model.architectures import FROM_SCRATCH, LINEAR

    assert trained.name == FROM_SCRATCH
    layer = trained.get_layer
    words, stems, terms = (
        keras.Input((None,), dtype="int32", name=name) for name in ("words", "stems", "terms")
    )
    ngrams = keras.Input((None, MAX_NGRAMS), dtype="int32", name="ngrams")
    weights = keras.Input((None,), dtype="float32", name="weights")
    states = layer("bilstm")(layer("word_vectors")(words, stems, ngrams))
    deep = layer("deep")(layer("pooling")(states))
    joint = layer("joint")([deep, layer(LINEAR)(terms, weights)])
    return keras.Model([words, stems, ngrams, terms, weights], joint)


def _answer_all(answer: Answer, messages: Sequence[str]) -> dict[str, Any]:
    """Answer until the messages or `BATCH_SECONDS` are used up; the report is in ms and MB."""
    took: list[float] = []
    cpu_started, ends_at = process_time(), perf_counter() + BATCH_SECONDS
    for message in messages:
        started = perf_counter()
        answer(message)
        ended = perf_counter()
        took.append((ended - started) * 1000)
        if ended > ends_at:
            break
    cpu = (process_time() - cpu_started) * 1000
    memory = psutil.Process().memory_full_info()
    return {
        "took": took,
        "cpu": cpu,
        "rss": memory.rss / 1e6,
        "uss": memory.uss / 1e6,
        "heavy": [name for name in HEAVY if sys.modules.get(name)],
    }


def main(name: str, bundle: str, core: str) -> None:
    """Answer the batches on standard input, on this one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    answer = CONTESTANTS[name](Path(bundle))
    for line in sys.stdin:
        print(json.dumps(_answer_all(answer, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
