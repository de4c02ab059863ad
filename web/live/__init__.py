"""Persons in conversations: their pages, and what visitors see of them."""
