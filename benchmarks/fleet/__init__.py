"""Fleet: two servers behind nginx with PostgreSQL and Redis, and what breaks under load."""
