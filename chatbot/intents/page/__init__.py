"""Contexts and values that a page with the chat may give."""
