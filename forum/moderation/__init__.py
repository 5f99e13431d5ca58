"""Reports, decisions and their log."""
