"""Signing in, sessions, people."""
