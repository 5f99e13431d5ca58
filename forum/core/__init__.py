"""The shared nouns: those the access rule or a reader across rooms needs."""
