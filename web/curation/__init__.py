"""Curated examples and new intents, and their way into the intent files."""
