"""Actions: webhooks that answer intents, in the files of the intents."""
