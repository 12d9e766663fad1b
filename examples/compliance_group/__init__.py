"""Access for the users of a user group, with nothing for compliance packs to find about IAM."""
