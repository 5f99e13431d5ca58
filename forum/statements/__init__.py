"""Statements (stellingen)."""
