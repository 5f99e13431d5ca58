"""Berichten: tell people what happened to what they follow, on the site and by mail."""
