"""HTTP concerns of every request: problems, security headers, sessions, visitors, logs, metrics."""
