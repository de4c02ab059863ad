"""Pairs of intents or names among many, without a look at all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, islice

from chatbot.intents.dialects.slips import differ_by_one
from chatbot.intents.intent_set import Intent

MOST_PAIRS = 500
"""Pairs of alike patterns that are found in a context: nobody reads more of them."""

_LONGEST_WORD = 60
_MOST_COMPARED = 20 * MOST_PAIRS


def repeated(keys: Iterable[Hashable]) -> set[int]:
    """Return the hashes of the keys that are there twice: few, where all keys take much memory."""
    seen: set[int] = set()
    twice: set[int] = set()
    for key in map(hash, keys):
        (twice if key in seen else seen).add(key)
    return twice


def states(intent: Intent) -> Iterable[str]:
    """Contexts that the intent waits for, "" for none: intents are possible at once in the same."""
    return dict.fromkeys(intent.context_filter or ("",))


def first_at_once(intents: Sequence[Intent]) -> tuple[int, int] | None:
    """Return the first pair of indexes of intents that are possible at once."""
    pairs = (tuple(numbers[:2]) for numbers in _by_state(intents) if len(numbers) > 1)
    left, right = min(pairs, default=(-1, -1))
    return (left, right) if right >= 0 else None


def unlike_at_once(intents: Sequence[Intent], keys: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the pairs of indexes of intents possible at once, whose keys differ, in order.

    Of many in a context, the first MOST_PAIRS are returned: that bounds the time.
    """
    pairs: set[tuple[int, int]] = set()
    for numbers in _by_state(intents):
        if len({keys[number] for number in numbers}) > 1:
            unlike = ((i, j) for i, j in combinations(numbers, 2) if keys[i] != keys[j])
            pairs.update(islice(unlike, MOST_PAIRS))
    return sorted(pairs)


def _by_state(intents: Sequence[Intent]) -> Iterable[list[int]]:
    """Indexes of intents by what they wait for; none of a lone one, as most are."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, intent in enumerate(intents if len(intents) > 1 else ()):
        for name in states(intent):
            numbers[name].append(number)
    return numbers.values()


def words_a_letter_apart(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return pairs of different words with one letter wrong, missing, surplus or swapped."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(words):
        for key in _shortened(word):
            buckets[key].append(word)
    seen: set[tuple[str, str]] = set()
    for bucket in buckets.values():
        for pair in islice(combinations(bucket, 2), _MOST_COMPARED):
            if pair not in seen and differ_by_one(*pair):
                seen.add(pair)
                yield pair


def _shortened(word: str) -> Iterable[str]:
    """A word, and the word without each of its letters; none of a very long one."""
    if len(word) > _LONGEST_WORD:
        return {word}
    return {word, *(word[:index] + word[index + 1 :] for index in range(len(word)))}


class NearNames:
    """Names to look up by another name that is equal but for case, or a letter apart."""

    def __init__(self, names: Iterable[str], shortest: int) -> None:
        self._shortest = shortest
        self._names: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            for key in _shortened(name.casefold()):
                self._names[key].append(name)

    def nearest(self, name: str) -> str:
        """Return the first of the names that is near, or ""."""
        name = name.casefold()
        candidates = {near for key in _shortened(name) for near in self._names.get(key, ())}
        return min(
            (near for near in candidates if self._is_near(name, near.casefold())), default=""
        )

    def _is_near(self, name: str, other: str) -> bool:
        return name == other or (len(name) >= self._shortest and differ_by_one(name, other))
