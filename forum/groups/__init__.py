"""Groups, members and invitations."""
