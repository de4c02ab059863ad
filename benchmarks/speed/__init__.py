"""Benchmarks of latency, memory and load."""
