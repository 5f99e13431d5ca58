"""Polls (peilingen)."""
