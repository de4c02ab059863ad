"""Retention: daily end of forgotten hand-overs, and erasure of old conversations and models."""
