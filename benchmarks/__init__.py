"""Measurements: each prints a table and, if asked, JSON, and runs a reference beside ours."""
