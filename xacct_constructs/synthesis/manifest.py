"""What the CDK CLI reads of an assembly besides its templates.

Source: AWS CDK, cloud assembly schema (manifest.json, asset manifest); DefaultStackSynthesizer (bootstrap's names).
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from xacct_constructs.account_stacks import BOOTSTRAP_PARAMETER, BOOTSTRAP_VERSION, AccountStack
from xacct_constructs.json_text import indented

SCHEMA = "53.0.0"
"""The version of the schema that the lowest CDK writes: whatever CLI reads that one's assemblies reads these."""
LOWEST_CLI = "2.1125.0"
"""The lowest CLI that reads it."""
_LOOKUP_BOOTSTRAP_VERSION = 8
_QUALIFIER = "hnb659fds"
_STEP = "  "


def template_file(stack: AccountStack) -> str:
    """The name of the stack's template in the assembly."""
    return f"{stack.name}.template.json"


def version_text() -> str:
    """What the file `cdk.out` holds."""
    return json.dumps({"version": SCHEMA}, separators=(",", ":"))


def manifest_text(stacks: Iterable[AccountStack]) -> str:
    """What `manifest.json` holds."""
    artifacts: dict[str, Any] = {}
    for stack in stacks:
        artifacts[f"{stack.name}.assets"] = {
            "type": "cdk:asset-manifest",
            "properties": {"file": f"{stack.name}.assets.json", **_bootstrap(BOOTSTRAP_VERSION)},
        }
        artifacts[stack.name] = _stack(stack)
    return indented({"version": SCHEMA, "artifacts": artifacts, "minimumCliVersion": LOWEST_CLI}, _STEP)


def asset_manifest_text(stack: AccountStack) -> str:
    """What the stack's asset manifest holds: where its template is uploaded to."""
    destination = {
        "bucketName": _bucket(stack),
        "objectKey": f"{_digest(stack)}.json",
        "region": stack.region,
        "assumeRoleArn": _role(stack, "file-publishing"),
    }
    told = hashlib.sha256(json.dumps(destination, separators=(",", ":")).encode()).hexdigest()[:8]
    file = {
        "displayName": f"{stack.name} Template",
        "source": {"path": template_file(stack), "packaging": "file"},
        "destinations": {f"{stack.account}-{stack.region}-{told}": destination},
    }
    return indented({"version": SCHEMA, "files": {_digest(stack): file}, "dockerImages": {}}, _STEP)


def _stack(stack: AccountStack) -> dict[str, Any]:
    assets = f"{stack.name}.assets"
    return {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://{stack.account}/{stack.region}",
        "properties": {
            "templateFile": template_file(stack),
            "terminationProtection": False,
            "validateOnSynth": False,
            "assumeRoleArn": _role(stack, "deploy"),
            "cloudFormationExecutionRoleArn": _role(stack, "cfn-exec"),
            "stackTemplateAssetObjectUrl": f"s3://{_bucket(stack)}/{_digest(stack)}.json",
            **_bootstrap(BOOTSTRAP_VERSION),
            "additionalDependencies": [assets],
            "lookupRole": {"arn": _role(stack, "lookup"), **_bootstrap(_LOOKUP_BOOTSTRAP_VERSION)},
        },
        "dependencies": [assets],
        "displayName": stack.name,
    }


def _bootstrap(version: int) -> dict[str, Any]:
    return {"requiresBootstrapStackVersion": version, "bootstrapStackVersionSsmParameter": BOOTSTRAP_PARAMETER}


def _digest(stack: AccountStack) -> str:
    """The template's name among the assets: whatever changes in it changes this."""
    return hashlib.sha256(stack.template.encode()).hexdigest()


def _bucket(stack: AccountStack) -> str:
    return f"cdk-{_QUALIFIER}-assets-{stack.account}-{stack.region}"


def _role(stack: AccountStack, name: str) -> str:
    role = f"cdk-{_QUALIFIER}-{name}-role-{stack.account}-{stack.region}"
    return f"arn:${{AWS::Partition}}:iam::{stack.account}:role/{role}"
