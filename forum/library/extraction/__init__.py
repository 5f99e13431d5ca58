"""Text out of files that strangers made (start with README.md; the function to call is `run.extract`).

This file imports nothing: it is loaded again for every document, in the process that reads it.
"""
