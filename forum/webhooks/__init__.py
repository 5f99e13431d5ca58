"""Webhooks: other systems are told at once what is new."""
