"""Backup of a database in a file, restoration, and the move to another database."""
