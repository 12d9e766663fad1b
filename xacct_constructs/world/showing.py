"""Services that read for an account, and show what they read to whomever it is published for: to everybody.

Source: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin" and "Restrict access to an AWS
Lambda function URL origin"; AWS Amplify Hosting User Guide, "Deploying a static website from an S3 bucket"; AWS
Serverless Application Repository Developer Guide, "Publishing applications"; Elastic Load Balancing, "Use Lambda
functions as targets"; Amazon VPC Lattice User Guide, "Lambda functions as targets"; Amazon AppStream 2.0 Administration
Guide, "Amazon S3 Bucket Permissions"; Amazon Chime SDK Developer Guide, "PlayAudio".
"""

SHOWING = frozenset(
    (
        "amplify.amazonaws.com",
        "appstream.amazonaws.com",
        "cloudfront.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "serverlessrepo.amazonaws.com",
        "voiceconnector.chime.amazonaws.com",
        "vpc-lattice.amazonaws.com",
    )
)
"""The services, as policies name them."""
