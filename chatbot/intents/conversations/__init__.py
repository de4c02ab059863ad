"""Conversations in the intent files, by which authors test a bot."""
