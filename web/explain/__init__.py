"""Explanation of an answer: page, command, HTML file."""
