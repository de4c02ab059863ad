"""Replay of recent messages with another model version."""
