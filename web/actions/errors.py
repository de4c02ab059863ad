"""Error: a call of an action that gave no answer."""

from typing import Literal

CallFault = Literal[
    "address",  # the name has no address, or none that may be called
    "busy",  # too many calls are under way
    "connection",  # no connection, or a broken one, or no certificate for the name
    "host",  # not among those of the settings
    "long",  # more than the largest body
    "open",  # calls to the host have failed of late
    "status",  # another status than 200
    "time",  # no answer in time
]


class CallError(Exception):
    """Error: no answer; `is_down` says that of the host, `may_repeat` that another try may help."""

    def __init__(
        self, fault: CallFault, *, is_down: bool = False, may_repeat: bool = False, status: int = 0
    ) -> None:
        super().__init__(fault, status)
        self.fault = fault
        self.is_down = is_down
        self.may_repeat = may_repeat
        self.status = status
