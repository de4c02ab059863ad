"""Marks of entities in patterns: the words from which values are learnt."""
