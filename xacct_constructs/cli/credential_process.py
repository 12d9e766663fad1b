"""`xacct credential-process`: the session for the AWS CLI and every SDK, as `credential_process` in a profile.

Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
"""

import argparse
import json

from xacct_constructs.cli.assuming import assuming, handoff, session
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.say import put


def add(commands: Commands) -> None:
    """Add the command."""
    parser = assuming(
        commands,
        "credential-process",
        run,
        description="Assume the role and print its credentials as JSON, for credential_process in an AWS profile;"
        " xacct config writes one.",
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")


def run(arguments: argparse.Namespace) -> int:
    """Print the JSON."""
    made = session(arguments, handoff(arguments))
    found = {
        "Version": 1,
        "AccessKeyId": made.access_key_id,
        "SecretAccessKey": made.secret_access_key,
        "SessionToken": made.session_token,
        "Expiration": made.expiration,
    }
    return put(json.dumps(found) + "\n")
