"""Services that read for an account, and show what they read to whomever it is published for: to everybody.

Source: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin" and "Restrict access to an AWS
Lambda function URL origin"; AWS Amplify Hosting User Guide, "Deploying a static website from an S3 bucket"; AWS
Serverless Application Repository Developer Guide, "Publishing applications"; Elastic Load Balancing, "Use Lambda
functions as targets".
"""

SHOWING = frozenset(
    (
        "amplify.amazonaws.com",
        "cloudfront.amazonaws.com",
        "elasticloadbalancing.amazonaws.com",
        "serverlessrepo.amazonaws.com",
    )
)
"""The services, as policies name them."""
