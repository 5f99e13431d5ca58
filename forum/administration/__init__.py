"""What administrators see across the rooms: an overview, people, rights, and the log of safety."""
