"""Request of an action: the call of a message, as JSON with a signature."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from time import time
from typing import Any
from uuid import UUID, uuid5

from chatbot.dialogue.action_calls import ActionCall
from chatbot.text.languages import SPOKEN_LANGUAGES
from web.actions.rasa import rasa_values

SIGNATURE = "Recollect-Signature"


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """Call for a message of a conversation, `begun` on the monotonic clock."""

    conversation_id: UUID
    message_id: UUID
    call: ActionCall
    begun: float

    @property
    def id(self) -> UUID:
        """Id of the call: the same when the message is sent again, as after a crash.

        The message has no part in that of a form: confirmed twice, at once or after an error, it is
        one booking.
        """
        call = self.call
        parts = json.dumps([call.action.url, call.intent, call.slots, call.form_number])
        of_message = call.form_number is None
        return uuid5(self.message_id if of_message else self.conversation_id, parts)

    def body(self) -> bytes:
        """Return the JSON for the webhook."""
        call = self.call
        values = rasa_values(self.conversation_id, call) if call.action.rasa else self._values()
        return json.dumps(values, ensure_ascii=False).encode()

    def _values(self) -> dict[str, Any]:
        call = self.call
        return {
            "id": str(self.id),
            "conversation": str(self.conversation_id),
            "intent": call.intent,
            "text": call.text,
            "slots": dict(call.slots),
            "contexts": list(call.contexts),
            "language": SPOKEN_LANGUAGES.get(call.language, "und"),
        }

    def headers(self, body: bytes, secret: str | None) -> dict[str, str]:
        """Return the headers of a try: it is signed with the present time."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "Recollect",
            "Idempotency-Key": str(self.id),
        }
        return headers | ({SIGNATURE: signature(body, secret, int(time()))} if secret else {})


def signature(body: bytes, secret: str, seconds: int) -> str:
    """Return the signature of a body at a time: t=…,v1=…, the HMAC-SHA256 of "time.body"."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={digest.hexdigest()}"
