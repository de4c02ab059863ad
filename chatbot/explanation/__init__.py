"""Explanation of an answer: words, decision, activations."""
