"""Refused form of a group: shown again in that group, with what was typed."""

from dataclasses import dataclass

from web.admin.refused import RefusedForm
from web.inbox.groups import GroupLine, MessageGroup


@dataclass(frozen=True, slots=True)
class RefusedDecision:
    """Fields of a refused decision, and the numbers of the messages that were ticked."""

    form: RefusedForm
    numbers: frozenset[int]

    def is_about(self, group: MessageGroup, place: int) -> bool:
        """True for the group with the ticked messages; without any, for the group at its place."""
        if not self.numbers:
            return self.form.value("place") == str(place)
        return any(message.seq in self.numbers for message in group.messages)

    def ticks(self, line: GroupLine) -> bool:
        return any(message.seq in self.numbers for message in line.messages)
