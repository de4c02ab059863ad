"""Tags of intents for the bot's own use."""

FALLBACK_TAG, CLARIFICATION_TAG = "fallback", "clarification"

RESERVED_TAGS = (FALLBACK_TAG, CLARIFICATION_TAG)
"""Tags of intents with responses for the bot's own use; no message is classified as such."""

CLOSE_ALL = ""
"""Name in a context set: the answer closes all open contexts."""

HAND_OVER = "hand_over"
"""Name in a context set: the answer asks for a person, where persons answer."""
