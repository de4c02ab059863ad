"""Entities and forms of other programs."""
