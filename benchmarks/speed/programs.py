"""Programs under measurement: ways to answer a message, each in a process of its own.

`python -m benchmarks.speed.programs NAME BUNDLE CORE` answers batches of messages: a JSON list per
line in, a JSON report per line out. Imports within functions keep the libraries of other programs
out of the process.
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
    """`Bot.reply`, in a single conversation."""
    from chatbot.dialogue.bot import Bot
    from chatbot.dialogue.state import DialogueState

    loaded_bot, state = Bot.load(path), DialogueState()

    def answer(text: str) -> None:
        nonlocal state
        state = loaded_bot.reply(text, state).state

    return answer


def web(path: Path) -> Answer:
    """Whole request to the application, with the instance folder beside the bundle."""
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
    """Call of the Keras model, with the same weights and the same features."""
    import numpy as np

    model, features = _keras(path)
    return lambda text: np.asarray(model(features(text))).argmax()


def linear_svc(path: Path) -> Answer:
    """TF-IDF and LinearSVC of scikit-learn, trained on the same patterns."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    from chatbot.intents.intent_set import IntentSet

    intents = IntentSet.from_json(Bundle.load(path).text(INTENTS))
    examples = [(pattern, intent.tag) for intent in intents for pattern in intent.patterns]
    words = TfidfVectorizer(ngram_range=(1, 2))
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    model = make_pipeline(make_union(words, parts), LinearSVC(random_state=1))
    model.fit(*zip(*examples, strict=True))
    return lambda text: model.predict([text])[0]


PROGRAMS: dict[str, Callable[[Path], Answer]] = {
    "bot": bot,
    "web": web,
    "keras_predict": keras_predict,
    "keras_call": keras_call,
    "linear_svc": linear_svc,
}


def _keras(path: Path) -> tuple[Any, Callable[[str], list[Any]]]:
    """Return the Keras network of a bundle, and the function from a message to its inputs."""
    import keras

    import chatbot.networks.builders  # noqa: F401 (Keras finds the layers of the file there)
    from chatbot.features.extractor import FeatureExtractor
    from chatbot.model.architectures import TAUGHT_BY_ENCODER
    from chatbot.model.bundle import FEATURES
    from chatbot.model.classifier import piece_reader_of

    bundle = Bundle.load(path)
    extractor = FeatureExtractor.from_json(bundle.text(FEATURES), piece_reader_of(bundle))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / KERAS
        file.write_bytes(bundle.parts[KERAS])
        network = keras.models.load_model(file, compile=False)
    if network.name in TAUGHT_BY_ENCODER:
        model = keras.Model(network.inputs, network.outputs[0])
    else:
        model = _without_batch_lookup(network)

    def features(text: str) -> list[Any]:
        arrays = extractor.encode(extractor.splitter.words(text)).arrays()
        names = [tensor.name for tensor in model.inputs]
        return [arrays[name] if name == "weights" else arrays[name][None] for name in names]

    return model, features


def _without_batch_lookup(network: Any) -> Any:
    """Return a network on words without the lookup among the distinct words of a batch.

    `predict()` needs a row per input. The lookup takes the padding mask along.
    """
    import keras

    from chatbot.features.ngrams import MAX_NGRAMS
    from chatbot.model.architectures import FROM_SCRATCH, LINEAR

    assert network.name == FROM_SCRATCH
    layer = network.get_layer
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
    """Answer messages for at most `BATCH_SECONDS`; return a report in ms and MB."""
    durations: list[float] = []
    cpu_started, deadline = process_time(), perf_counter() + BATCH_SECONDS
    for message in messages:
        started = perf_counter()
        answer(message)
        ended = perf_counter()
        durations.append((ended - started) * 1000)
        if ended > deadline:
            break
    cpu = (process_time() - cpu_started) * 1000
    memory = psutil.Process().memory_full_info()
    return {
        "durations": durations,
        "cpu": cpu,
        "rss": memory.rss / 1e6,
        "uss": memory.uss / 1e6,
        "heavy": [name for name in HEAVY if sys.modules.get(name)],
    }


def main(name: str, bundle: str, core: str) -> None:
    """Answer the batches on standard input, on a single core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    answer = PROGRAMS[name](Path(bundle))
    for line in sys.stdin:
        print(json.dumps(_answer_all(answer, json.loads(line))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
