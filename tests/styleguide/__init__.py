"""The style guide: the frame and the macros with made-up data, without a database. See docs/design.md."""
