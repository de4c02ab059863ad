"""Sentence encoder at serving time: its files, word pieces, vectors."""
