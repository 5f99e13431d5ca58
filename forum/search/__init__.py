"""Search: one small protocol, one Dutch analyzer, one embedded engine."""
