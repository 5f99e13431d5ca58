"""A second proof beside the mail, for who administers the site: a passkey, or a code of an app."""
