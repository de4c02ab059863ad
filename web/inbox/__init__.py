"""Inbox of messages to label: groups, decisions, examples."""
