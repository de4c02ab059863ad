"""Curated examples and new intents, and the way into the intent files."""
