"""Commands whose reader ends before them."""

from errno import EPIPE
from io import StringIO

import pytest
from click import command, echo

from web.cli.errors import reports_errors


def test_a_reader_that_ends_ends_the_command_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class ClosedPipe(StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError(EPIPE, "Broken pipe")

    @command
    @reports_errors
    def listing() -> None:
        echo("version 2")

    monkeypatch.setattr("sys.stdout", ClosedPipe())
    with pytest.raises(SystemExit) as end:
        listing([])
    assert end.value.code == 1
    assert capsys.readouterr().err == ""
