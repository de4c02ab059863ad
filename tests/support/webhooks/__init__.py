"""Webhooks of tests."""
