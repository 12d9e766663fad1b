"""What stands in front of the local AWS, which by itself believes every account's root and serves paths of its own.

It runs in ministack's environment: it imports the standard library, botocore, hypercorn and ministack, and of ours only
itself.
"""
