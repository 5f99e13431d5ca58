"""The front page: what is going on, across rooms."""
