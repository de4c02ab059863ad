"""Shapes of intent files: lists, objects by name, questions with answers, texts by tag."""
