"""Intent files: schema, checks, loading, lint, differences, additions."""
