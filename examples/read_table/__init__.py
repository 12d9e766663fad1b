"""A table under a customer managed key: one customer's items, by the table's key and by an index."""
