"""The story: production owns the bucket, staging's user reads it."""
