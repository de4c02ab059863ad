"""The two parts of NLTK that need no download, imported without the rest of it.

``import nltk`` loads all of NLTK, and with it scikit-learn and SciPy where they are installed:
30 to 170 MB and up to two seconds, in a process that only wants to split words. So its packages
are empty while these two modules load, and forgotten afterwards: whoever imports NLTK later gets
the whole of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType

_PACKAGES = ("nltk", "nltk.tokenize", "nltk.stem")
_NOT_NEEDED = {"nltk.corpus": "stopwords", "nltk.internals": "overridden"}
"""What the two modules import for others of their classes, and for options that need a download."""


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
        for name, attribute in _NOT_NEEDED.items():
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name])[attribute] = None
        yield
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "nltk"]:
            del sys.modules[name]


with _empty_packages():
    from nltk.stem.snowball import SnowballStemmer
    from nltk.tokenize.casual import TweetTokenizer

__all__ = ["SnowballStemmer", "TweetTokenizer"]
