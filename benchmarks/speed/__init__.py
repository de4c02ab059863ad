"""Latency, memory and load of a trained bot."""
