"""The only reader and writer of the database and its archive."""
