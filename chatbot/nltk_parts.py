"""The two parts of NLTK that need no download, imported without the rest of it.

``import nltk`` pulls in scikit-learn and SciPy for its classifiers and metrics when they are
installed: 140 MB and a second, in a process that only wants to split words. NLTK treats both as
optional, so they are hidden from it while it loads.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_OPTIONAL = ("matplotlib", "scipy", "sklearn", "tkinter")


@contextmanager
def _hidden(names: tuple[str, ...]) -> Iterator[None]:
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with _hidden(_OPTIONAL):
    from nltk.stem.snowball import SnowballStemmer
    from nltk.tokenize.casual import TweetTokenizer

__all__ = ["SnowballStemmer", "TweetTokenizer"]
