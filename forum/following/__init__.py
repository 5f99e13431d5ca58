"""Volgen: what people follow beside items, and the page that lists it all."""
