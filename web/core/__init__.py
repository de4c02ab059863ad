"""Settings, database, locks, migrations, paging: the application without the features."""
