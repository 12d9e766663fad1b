"""Both owners' apps in one, to look at or try out together; in life each owner runs their own."""

import aws_cdk as cdk

from examples.two_owners import trusted_app, trusting_app


def build(app: cdk.App) -> None:
    """Add the stack of each owner."""
    trusting_app.build(app)
    trusted_app.build(app)


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
