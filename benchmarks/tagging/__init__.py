"""Benchmark of learnt entities: spans found in sentences that were not learnt."""
