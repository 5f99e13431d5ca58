"""What the site is called, how it looks, who may come in, and its own pages."""
