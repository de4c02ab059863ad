"""Tokenizer and stemmer of NLTK, imported without the rest of NLTK. Neither needs a download.

``import nltk`` loads all of NLTK, and with NLTK scikit-learn and SciPy where installed: 30 to
170 MB and up to two seconds, in a process for splitting words only. So the packages of NLTK are
empty while the two modules load, and forgotten afterwards: a later ``import nltk`` loads all of
NLTK.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec

from chatbot.imports import deferred

_PACKAGES = ("nltk", "nltk.tokenize", "nltk.stem")
_NOT_NEEDED = ("nltk.corpus", "nltk.internals", "nltk.termsec", "xml.sax.saxutils")
"""Imports of the two modules for unused classes, demonstrations, and options with a download."""


@contextmanager
def _empty_packages() -> Iterator[None]:
    if "nltk" in sys.modules:
        yield
        return
    try:
        for name in _PACKAGES:
            spec = find_spec(name)
            assert spec is not None, "NLTK is a requirement"
            sys.modules[name] = module_from_spec(spec)
        with deferred(*_NOT_NEEDED):
            yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]


with _empty_packages():
    from nltk.stem.snowball import SnowballStemmer
    from nltk.tokenize.casual import TweetTokenizer

__all__ = ["SnowballStemmer", "TweetTokenizer"]
