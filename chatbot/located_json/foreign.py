"""Texts of another kind than JSON: program code, markup, YAML, tables, conflicts of git."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatbot.text.sentence import sentence
from chatbot.text.wording import shortened

_VALUE_ALONE = sentence("keep the value in [ ] or { } alone")

# A possessive quantifier (*+) keeps no way back: a line may be a whole file, and ways back take
# memory by the character, and time by the pair of characters where two quantifiers follow.
_CODE = re.compile(
    r"""(?:
    (?:from\s+[.\w]+\s+)?import\s+[\w.*{("']
    |(?:async\s+)?def\s+\w+\s*\(
    |class\s+\w+\s*[:({]
    |(?:async\s++|export\s++|default\s++)*+function\b\s*+\w*+\s*+\(
    |(?:export\s+)?(?:interface|enum|type|namespace)\s+\w+\s*[={]
    |(?:export\s+|declare\s+)?(?:const|let|var)\s+[\w$]++[^=\n]*+=\s*(?!`*[\[{])
    |(?:if|for|while|with|try)\b[^\n]*[:{]\s*\n
    |(?:print|require|console\.\w+|exports\.\w+)\s*[(=]
    |module\.exports\s*=
    |[A-Za-z_][\w.]*\s*=(?!=)
    |["']use\s+strict["']
    |@\w[\w.]*+\s*(?:\([^\n]*\))?\n
    |\#!
    |package\s+[\w.]+;?\s*\n
    |using\s+[\w.]+;
    )""",
    re.VERBOSE,
)
_ASSIGNED_VALUE = re.compile(
    r"""(?:export\s+default
    |(?:export\s+)?(?:const|let|var)\s+[\w$]++\s*+:[^={\n]*+=
    |(?:export\s+)?(?:(?:const|let|var)\s+)?[A-Za-z_$][^=\n{\[]*=)\s*[\[{]""",
    re.VERBOSE,
)
_COMMENTS = re.compile(
    r"\s*+(?:(?:\#[^\n]*+|//[^\n]*+|/\*.*?\*/|\"\"\".*?\"\"\")\s*+)*+", re.DOTALL
)
_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_YAML_LINE = re.compile(
    r"""(?:---[^\n]*\n\s*)?
    (?:[A-Za-z_][\w-]*:
    (?:[ \t]*+(?:[|>][+-]?)?|[ \t]+(?:[&*!]\w[^\n]*|[^\s\[{,][^\n\[{]*(?<![\s,])))[ \t]*\r?(?:\n|\Z)
    |-[ \t]+[^\s\[{,-])""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r'[\[{\s]+(?:\\"|&quot;|&#34;)')
_TABLE_ROW = re.compile(
    r'[^\W\d][\w .-]*+(?:[,;\t]"?+[^\W\d][\w .-]*+"?+)++[ \t]*\r?\n(?=[^\s\[{}\]])'
)
_QUESTION = re.compile(r"\W{0,4}[^\W\d]{1,12}\s*+\d*+\s*+[:.)]\W{0,4}\s[^\n\[{]*\?\W{0,4}\r?\n")


@dataclass(frozen=True, slots=True)
class ForeignText:
    """Beginning of a text of another kind; the message has the remedy."""

    offset: int
    message: str


def find_foreign(text: str) -> ForeignText | None:
    """Return the place where a text shows that it is no JSON at all, or None."""
    conflict = _CONFLICT.search(text)
    if conflict:
        message = sentence(
            "Here begins a conflict of git: keep one of the two versions, and remove the"
            " lines with <<<<<<<, ======= and >>>>>>>."
        )
        return ForeignText(conflict.start(), message)
    comments = _COMMENTS.match(text)
    first = comments.end() if comments else 0
    remark = _message(text, first)
    return ForeignText(first, remark) if remark else None


def code_after(text: str, start: int) -> ForeignText | None:
    """Return the program code that goes on after a value at `start`, or None."""
    if _CODE.match(text, start) or _ASSIGNED_VALUE.match(text, start):
        return ForeignText(start, _code_message(text, start))
    return None


def _message(text: str, start: int) -> str:
    """Sentence about code, markup, YAML or a table that begins at `start`, or ""."""
    if _ESCAPED.match(text, start):
        return sentence('The quotes of this JSON are escaped: write a plain " in place of each.')
    if text.startswith("version https://git-lfs", start):
        return sentence(
            "This is a pointer of Git LFS, and the file is elsewhere: run `git lfs pull`."
        )
    if text.startswith("<", start):
        return sentence(
            "This is HTML or XML, no JSON: save the file itself, not the page that shows it."
        )
    if _CODE.match(text, start) and not _ASSIGNED_VALUE.match(text, start):
        return _code_message(text, start)
    if _QUESTION.match(text, start):
        return sentence(
            "These are questions and answers, no JSON: %(remedy)s.", remedy=_importing(".txt")
        )
    if _YAML_LINE.match(text, start):
        return sentence(
            "This is YAML or Markdown, no JSON: %(remedy)s.", remedy=_importing(".yml, .md")
        )
    if _TABLE_ROW.match(text, start):
        return sentence("This is a table, no JSON: %(remedy)s.", remedy=_importing(".csv"))
    return ""


def _importing(suffix: str) -> str:
    return sentence(
        "give it its own ending (%(suffix)s), and see `flask intents import`", suffix=suffix
    )


def _code_message(text: str, start: int) -> str:
    line = shortened(text[start : text.find("\n", start) % (len(text) + 1)].strip())
    return sentence(
        "This is program code, no JSON (%(line)s): %(value_alone)s.",
        line=line,
        value_alone=_VALUE_ALONE,
    )
