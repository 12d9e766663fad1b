"""Examples, each a CDK app of its own."""
