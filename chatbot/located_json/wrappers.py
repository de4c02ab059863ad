"""Wrappers around a JSON text: a Markdown fence, an assignment or a call of program code."""

import re

from chatbot.located_json.brackets import BracketReader
from chatbot.located_json.scanner import Habit
from chatbot.text.sentence import sentence

_FENCE = re.compile(r"(?:`{3,}|~{3,})[ \t]*\w*[ \t]*(?:\r?\n|\Z)")
_FENCE_END = re.compile(r"(?:`{3,}|~{3,})[ \t]*(?=\r?\n|\Z)")
_LATER_FENCE = re.compile(r"(?<=\n)`{3,}[ \t]*json[ \t]*\r?\n", re.IGNORECASE)
_PROSE = re.compile(r"[^\[{`]*\Z")
_ASSIGNMENT = re.compile(
    r"""(?:export\s+default\s+
    |(?:export\s+)?(?:const|let|var)\s+[\w$]+\s*(?::[^={\n]*)?=\s*
    |[A-Za-z_$][\w$]*+(?:\.[\w$]++)*+\s*(?::[^={\n"']*)?=\s*)(?=[\[{])""",
    re.VERBOSE,
)
_JAVASCRIPT = re.compile(r"(?:export|const|let|var)\s|(?:module\.)?exports\b|window\.")
_CALL = re.compile(  # of any name, but of those whose result is another value
    r"""(?!(?:if|for|while|with|switch|catch|function|return|print|require|reversed|sorted|set
        |frozenset|filter|map|enumerate|zip|len|sum|max|min|any|all|str|repr|next|iter|bool
        |Array|Set|Map|String|Boolean|Number|JSON\.stringify|Object\.(?:keys|values|entries))\b)
    [A-Za-z_$][\w$]*+(?:\.[\w$]++)*+[ \t]*+\(\s*+(?=[\[{])""",
    re.VERBOSE,
)
_CALL_END = re.compile(r"\)[;\s]*+")
_ASSIGNMENT_END = re.compile(
    r"""(?:(?:as|satisfies)\s+[\w.]++(?:\[\])?\s*;?
    |;[;\s]*+
    |(?:module\.exports\s*=|export\s+default)\s+[\w$]+\s*;?
    |export\s*\{[\w$ ,]*\}\s*;?)""",
    re.VERBOSE,
)


class WrapperReader(BracketReader):
    """Reader of brackets that steps over a wrapper, which it reports as a habit.

    `is_javascript` is True after the beginning of an assignment of JavaScript.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._wrapped = False
        self._called = -1
        self.is_javascript = False

    def read_wrapper(self) -> None:
        """Step over the beginning of a wrapper."""
        self.next_character()
        fence = _FENCE.match(self.text, self.position)
        if not fence and self.text[self.position : self.position + 1].isalpha():
            fence = _LATER_FENCE.search(self.text, self.position)
        if fence:
            message = sentence("A JSON file has no Markdown fence: remove the lines of ```.")
            self._step_over(fence, "fence", message)
            self.next_character()
        assignment = _ASSIGNMENT.match(self.text, self.position)
        if assignment:
            self.is_javascript = _JAVASCRIPT.match(assignment[0]) is not None
            shown = " ".join(assignment[0].split())
            message = sentence(
                "A JSON file is the value alone: remove %(shown)s and the ; at the end.",
                shown=shown,
            )
            self._step_over(assignment, "assignment", message)
        elif call := _CALL.match(self.text, self.position):
            self._called = call.end() - 1
            message = sentence(
                "A JSON file is the value alone: remove %(strip)s and its ).", strip=call[0].strip()
            )
            self._step_over(call, "call", message)

    def read_wrapper_end(self) -> None:
        """Step over the end of a wrapper, if there was a beginning."""
        if self._called >= 0:
            self._read_call_end()
        while self._wrapped and self.next_character():
            end = _ASSIGNMENT_END.match(self.text, self.position)
            fence_end = _FENCE_END.match(self.text, self.position)
            end = end or fence_end
            if not end:
                return
            self.position = end.end()
            if fence_end and (prose := _PROSE.match(self.text, self.position)):
                self.position = prose.end()

    def _read_call_end(self) -> None:
        self.next_character()
        if end := _CALL_END.match(self.text, self.position):
            self.position = end.end()
        else:
            message = sentence(
                "The call that begins with this ( does not end after the value: remove it."
            )
            self.report_guess(self._called, (), message)

    def _step_over(self, match: re.Match[str], habit: Habit, message: str) -> None:
        self.faults.add_habit(habit, self.position, (), message)
        self.position = match.end()
        self._wrapped = True
