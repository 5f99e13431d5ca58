"""The token file of a municipality: read by a parser, judged line by line, and written anew by us."""
