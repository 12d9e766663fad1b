"""A stack's template, to the letter as the CDK writes it.

Source: AWS CDK, DefaultStackSynthesizer (the parameter and the rule that hold a deployment to a bootstrapped
environment); CfnInclude (each resource's properties in the order of their names).
"""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.json_text import indented

BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
"""The parameter in SSM Parameter Store that holds the version of an environment's bootstrap resources."""
BOOTSTRAP_VERSION = 6
"""The lowest that can deploy these stacks."""

_PARAMETERS = {
    "BootstrapVersion": {
        "Type": "AWS::SSM::Parameter::Value<String>",
        "Default": BOOTSTRAP_PARAMETER,
        "Description": "Version of the CDK Bootstrap resources in this environment, automatically retrieved from SSM "
        "Parameter Store. [cdk:skip]",
    }
}
_TOO_OLD = [str(version) for version in range(1, BOOTSTRAP_VERSION)]
_RULES = {
    "CheckBootstrapVersion": {
        "Assertions": [
            {
                "Assert": {"Fn::Not": [{"Fn::Contains": [_TOO_OLD, {"Ref": "BootstrapVersion"}]}]},
                "AssertDescription": f"CDK bootstrap stack version {BOOTSTRAP_VERSION} required. Please run 'cdk "
                "bootstrap' with a recent version of the CDK CLI.",
            }
        ]
    }
}


def template_text(resources: Mapping[str, Mapping[str, Any]]) -> str:
    """The template of a stack that holds these resources."""
    return indented({"Resources": resources, "Parameters": _PARAMETERS, "Rules": _RULES})
