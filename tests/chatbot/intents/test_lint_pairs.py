"""Alike patterns and names among many: the same as by a look at all pairs, in time."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.dialects.slips import differ_by_one
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import Finding
from chatbot.intents.linting.linted_set import at_once
from chatbot.intents.linting.pairs import (
    MOST_PAIRS,
    NearNames,
    first_at_once,
    unlike_at_once,
    words_a_letter_apart,
)

CONTEXTS = st.lists(st.sampled_from("xyz"), max_size=3).map(tuple)
WORDS = st.lists(st.text("abé", max_size=4), max_size=12)


@given(st.lists(st.tuples(CONTEXTS, st.integers(0, 2)), max_size=8))
def test_pairs_at_once_are_those_of_a_look_at_all(drawn: list[tuple[tuple[str, ...], int]]) -> None:
    intents = [Intent(str(n), context_filter=names) for n, (names, _) in enumerate(drawn)]
    keys = [key for _, key in drawn]
    pairs = [
        (i, j) for i, j in combinations(range(len(drawn)), 2) if at_once(intents[i], intents[j])
    ]
    assert first_at_once(intents) == next(iter(pairs), None)
    assert unlike_at_once(intents, keys) == [(i, j) for i, j in pairs if keys[i] != keys[j]]


@given(WORDS)
def test_words_a_letter_apart_are_those_of_a_look_at_all(words: list[str]) -> None:
    pairs = set(map(frozenset, words_a_letter_apart(words)))
    assert pairs == {frozenset(p) for p in product(words, words) if differ_by_one(*p)}


@given(WORDS, st.text("abéÉ", max_size=4))
def test_the_nearest_name_is_that_of_a_look_at_all(names: list[str], name: str) -> None:
    near = (
        other
        for other in sorted(names)
        if name.casefold() == other or (len(name) >= 3 and differ_by_one(name.casefold(), other))
    )
    assert NearNames(names, 3).nearest(name) == next(near, "")


def shared(number: int) -> Intent:
    return Intent(f"topic_{number}", ("where is my parcel now",), ("A.",))


def near(number: int) -> Intent:
    pattern = ("where is my parcel now", "now where is my parcels")[number % 2]
    return Intent(f"topic_{number}", (pattern,), ("A.",))


def chained(number: int) -> Intent:
    names = (f"context_{number}",) if number else ()
    return Intent(
        f"topic_{number}", ("yes", "yes please"), ("A.",), (f"context_{number + 1}",), names
    )


def misnamed(number: int) -> Intent:
    return Intent(
        f"topic_{number}", ("go on",), ("A.",), (f"opened_{number}",), (f"awaited_{number}",)
    )


@pytest.mark.parametrize("made", [shared, near, chained, misnamed])
def test_thousands_of_alike_intents_take_seconds(made: Callable[[int], Intent]) -> None:
    intents = IntentSet(tuple(made(number) for number in range(4000)))
    start = time.process_time()
    findings = lint(intents)
    assert time.process_time() - start < 8
    alike = [finding for finding in findings if finding.rule == "near_duplicate"]
    assert len(alike) == (MOST_PAIRS if made is near else 0)


def near_duplicates(language: str, first: str, second: str) -> list[Finding]:
    intents = (Intent("x", (first,), ("A.",)), Intent("y", (second,), ("A.",)))
    findings = lint(IntentSet(intents), language=language)
    return [finding for finding in findings if finding.rule == "near_duplicate"]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("spanish", "cancelo pedidos urgentes", "cancelar pedido urgente"),
        ("german", "bestellungen stornieren", "bestellung storniere"),
    ],
)
def test_stems_are_those_of_the_language(language: str, first: str, second: str) -> None:
    assert near_duplicates(language, first, second)
    assert not near_duplicates("english", first, second)


def test_articles_of_english_are_words_in_other_languages() -> None:
    assert near_duplicates("english", "where is a parcel", "where is the parcel")
    assert not near_duplicates("german", "schalte licht an", "schalte licht")


def test_a_pattern_as_long_as_a_file_takes_little_memory_and_time(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    intents = [{"tag": "a", "patterns": ["word " * 3_400_000, "hi"], "responses": ["b"]}]
    path.write_text(json.dumps({"intents": intents}))
    script = (
        "import sys, time; from pathlib import Path; from chatbot.intents.files import read_file;"
        "from chatbot.intents.intent_set import IntentSet; from chatbot.intents.lint import lint;"
        "from chatbot.intents.joining import join; start = time.process_time();"
        "joined = join([read_file(Path(sys.argv[1]))]);"
        "lint(IntentSet.from_joined(joined), joined, language='english');"
        "print(time.process_time() - start);"
        "print(*(row.split()[1] for row in open('/proc/self/status') if row[:5] == 'VmHWM'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 5
    assert kilobytes < 200_000
