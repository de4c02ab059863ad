"""Responses of an intent that are more than a text."""
