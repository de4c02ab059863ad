"""Rules of lint: what is allowed in intents, but seldom meant."""
