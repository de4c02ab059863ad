"""NLTK in parts: every case in a fresh Python, as the imports are under test."""

import subprocess
import sys
from pathlib import Path

PROJECT_ROOT = Path(__file__).parents[3]
USE = """
from chatbot.text.nltk_parts import SnowballStemmer, TweetTokenizer
print(TweetTokenizer(preserve_case=False).tokenize("Don't PANIC :-)"))
print(*(SnowballStemmer(name).stem("deliveries") for name in ("english", "german", "french")))
"""
ANSWERS = "[\"don't\", 'panic', ':-)']\ndeliveri deliveri deliver\n"


def run_python(code: str) -> str:
    process = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


def test_two_parts_come_without_the_rest() -> None:
    imported = run_python(f"{USE}\nimport sys\nprint(*sorted(sys.modules))").removeprefix(ANSWERS)
    packages = {name.partition(".")[0] for name in imported.split()}
    assert "regex" in packages, "NLTK itself imports regex"
    assert not packages & {"nltk", "numpy", "scipy", "sklearn", "matplotlib"}


def test_all_of_nltk_can_still_be_imported() -> None:
    whole = "import nltk\nprint(nltk.stem.snowball.__name__, nltk.tokenize.WhitespaceTokenizer)\n"
    assert run_python(USE + whole) == (
        f"{ANSWERS}nltk.stem.snowball <class 'nltk.tokenize.regexp.WhitespaceTokenizer'>\n"
    )


def test_nltk_that_is_there_already_is_used() -> None:
    same = """
import nltk, sys
from chatbot.text import nltk_parts
print(nltk_parts.TweetTokenizer is nltk.TweetTokenizer, sys.modules["nltk"] is nltk)
"""
    assert run_python(same) == "True True\n"
