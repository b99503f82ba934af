"""Initiatives as files for other programs."""
