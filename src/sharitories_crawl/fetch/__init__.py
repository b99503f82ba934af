"""Asking the web politely: one client, one request at a time per host, every bound and every refusal a value."""
