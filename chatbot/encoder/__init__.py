"""Sentence encoder at serving time: files, word pieces, vectors."""
