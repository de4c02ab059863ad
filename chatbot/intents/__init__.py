"""Intent files: schema, checks, loading, lint, diff, additions, writing back."""
