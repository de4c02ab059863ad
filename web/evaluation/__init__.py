"""Evaluation and comparison commands and their reports."""
