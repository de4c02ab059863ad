"""Formats of other chatbots: intents read from them, and written in them."""
