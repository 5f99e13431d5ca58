"""Background work: recorded in the same transaction as its cause, done by the worker."""
