"""What every kind has: replies, follows, useful marks, unread marks, list lines."""
