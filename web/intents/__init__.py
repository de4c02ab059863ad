"""Intent files in the admin pages and commands."""
