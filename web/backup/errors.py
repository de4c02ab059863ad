"""Errors of backups, of restorations and of moves."""

from collections.abc import Mapping
from pathlib import Path

from chatbot.errors import ExplainedError
from web.backup.wording import described, key_words


class ForeignFileError(ExplainedError):
    """Error: the file is no backup of Recollect."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is no backup of Recollect, or a part of it is missing. Name a file that"
            " flask backup wrote, and copy it anew if it came from another machine."
        )


class DamagedFileError(ExplainedError):
    """Error: the content is not the content that was written."""

    def __init__(self, file: Path, place: str) -> None:
        super().__init__(
            f"{file} is damaged: {place} is not as it was written. Nothing was restored. Copy the"
            " file anew, or take an older backup."
        )


class NewerFileError(ExplainedError):
    """Error: the backup has a format or a revision that the program does not have."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is of a newer version of Recollect than this one. Restore it with that"
            " version, or a later one."
        )


class OutdatedTablesError(ExplainedError):
    """Error: the tables are older than the program, or there are none."""

    def __init__(self) -> None:
        super().__init__(
            "The tables of the database are not up to date. Bring them up to date with: flask db"
            " upgrade"
        )


class FilledDatabaseError(ExplainedError):
    """Error: the target holds data, and may not be replaced."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__(
            f"The database holds data already: {described(counts)}. Nothing was changed. Name an"
            " empty database, or let its content be deleted and replaced with: --replace"
        )


class RunningError(ExplainedError):
    """Error: Recollect runs on the database."""

    def __init__(self) -> None:
        super().__init__(
            "Recollect runs on this database. Stop it first, so that nothing written meanwhile is"
            " lost."
        )


class BrokenContentError(ExplainedError):
    """Error: the rows of a table cannot be stored, or are not all stored."""

    def __init__(self, table: str, reason: str) -> None:
        super().__init__(
            f"The rows of the table {table} cannot be taken over: {reason}. Nothing was changed."
            " Correct or delete what is wrong in the database that they come from, or take an"
            " older backup."
        )


class DamagedRowError(ExplainedError):
    """Error: a value in the database to read from is none of its column."""

    def __init__(self, table: str, key: Mapping[str, object], column: str) -> None:
        super().__init__(
            f"The table {table} cannot be read: in the row with {key_words(key)}, the value of"
            f" {column} is damaged. Nothing was changed. Correct the value in the database, or"
            " delete the row, and try again."
        )


class UnreadableSourceError(ExplainedError):
    """Error: the database to read from refused, in its words."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The database to read from cannot be used ({' '.join(words.split())}). Nothing was"
            " changed. Check that its server runs, and its disk."
        )


class SameDatabaseError(ExplainedError):
    """Error: source and target are the same database."""

    def __init__(self) -> None:
        super().__init__("That is the database of this installation itself. Name another one.")


class UnreachableTargetError(ExplainedError):
    """Error: the target refused, in the words of its database."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The database to write to cannot be used ({' '.join(words.split())}). Nothing was"
            " changed. Check its URL, that its server runs, and that nobody else uses it."
        )
