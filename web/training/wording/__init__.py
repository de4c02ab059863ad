"""Wording of advice and of weaknesses, for pages and for the terminal."""
