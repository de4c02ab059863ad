"""Settings, database, locks, migrations, paging: the application without its features."""
