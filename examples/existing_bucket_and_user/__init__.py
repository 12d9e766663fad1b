"""A bucket and a user that were there before: only the access between them is written."""
