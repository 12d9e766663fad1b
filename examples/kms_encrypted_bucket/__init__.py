"""A bucket under a customer managed key: the role may decrypt with it, through S3 and for this bucket only."""
