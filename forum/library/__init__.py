"""The library: documents with their text."""
