"""Retention: daily erasure of old conversations and old models."""
