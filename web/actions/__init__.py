"""Actions: webhooks of intents, called while no transaction is open."""
