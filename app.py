"""The app that `cdk deploy --all` deploys from here: the story of examples/read_bucket."""

import aws_cdk as cdk

from examples.read_bucket.app import build

app = cdk.App()
build(app)
app.synth()
