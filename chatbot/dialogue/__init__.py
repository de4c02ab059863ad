"""Conversation logic: bot, state, responses, quick replies."""
