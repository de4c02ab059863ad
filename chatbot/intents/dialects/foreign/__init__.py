"""Files and objects that are no intents, although their keys may look like those of intents."""
