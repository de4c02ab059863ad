"""Intents of new bots, a file for each language: greeting, help, fallback and the like."""
