"""Writing of intents in formats of other programs."""
