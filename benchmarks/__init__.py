"""Benchmarks of Recollect beside reference systems, with tables and JSON as output."""
