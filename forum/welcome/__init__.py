"""The first visit: what somebody wants to follow, join and get by mail, in at most three steps."""
