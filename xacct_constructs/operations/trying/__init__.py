"""Requests that are sent for real: one of them, what its answer shows, and what the agreement says of it."""
