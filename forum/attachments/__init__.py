"""Files and pictures on items and replies."""
