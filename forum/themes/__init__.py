"""Thema's: their pages, and merging them."""
