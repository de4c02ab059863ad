"""Dialects: the shapes and names in which people write intent files."""
