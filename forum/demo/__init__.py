"""A believable community for a first look. Everybody and everything in it is made up."""
