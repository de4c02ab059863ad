"""Evaluation and comparison: commands and reports."""
