"""Conversations: answering, messages, search, transcript, export, erasure."""
