"""Kennisplein: a community knowledge-sharing forum."""
