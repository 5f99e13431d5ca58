"""Measures how fast the site is beside a bare Flask page on the same server: `make bench`. Not collected by pytest."""
