"""A third party reads a prefix, and must present the external ID it made for this customer."""
