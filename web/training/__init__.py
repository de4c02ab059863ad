"""Training runs: queue, worker, progress, gate, pages."""
