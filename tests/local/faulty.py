"""An example's stacks on a local AWS of their own, and a proof's counterexamples, tried there request by request."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.request import Request
from xacct_constructs.local import story
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.probes import Observation, Probe, ProbeAnswer, observe
from xacct_constructs.local.server import LocalAws

HOLDS = frozenset({"aws:securetransport"})
"""Context keys that every request has here: the local AWS is asked over TLS."""
_SAID = {"sts:externalid": "ExternalId", "s3:prefix": "Prefix", "s3:delimiter": "Delimiter"}
"""Context keys that a request's parameters say."""
_OPERATIONS = {
    "sts:AssumeRole": "assume_role",
    "s3:GetObject": "get_object",
    "s3:ListBucket": "list_objects_v2",
    "kms:Decrypt": "decrypt",
}
_IN_CONTEXT = "kms:encryptioncontext:"


class Faulty:
    """Stacks deployed from template files as they are.

    Not by the CDK CLI, which takes the assets' hashes for the templates', so that it would not see an edit.
    """

    def __init__(self, aws: LocalAws) -> None:
        """Begin with empty accounts."""
        self._clients = Clients(aws)
        self._deployed: dict[str, str] = {}
        self._callers: dict[str, Credentials | None] = {}

    def deploy(self, assembly: Path) -> None:
        """Create the stacks of an assembly, or update those that have changed."""
        for path in sorted(assembly.glob("*.template.json")):
            stack = path.name.removesuffix(".template.json")
            # The parameter and the rule ask whether CDK's bootstrap is there, which nothing here needs.
            body = json.dumps({"Resources": json.loads(path.read_text())["Resources"]})
            if self._deployed.get(stack) != body:
                self._deploy(stack, body)

    def ask(self, requests: Iterable[Request], *, unsaid: Iterable[str] = ()) -> list[Observation]:
        """Send the requests one after the other, each with the credentials that its caller has by then.

        Args:
            requests: A chain, as a counterexample has it.
            unsaid: Context keys that cannot be had here. Default: every key is sent, or holds.
        """
        return [self._ask(each, frozenset(unsaid)) for each in requests]

    def _deploy(self, stack: str, body: str) -> None:
        account = story.TRUSTING_ACCOUNT if stack == "Production" else story.TRUSTED_ACCOUNT
        cloudformation = self._clients.of_account("cloudformation", account)
        verb = "update" if stack in self._deployed else "create"
        change = getattr(cloudformation, f"{verb}_stack")
        change(StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
        waiter = cloudformation.get_waiter(f"stack_{verb}_complete")
        waiter.wait(StackName=stack, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
        self._deployed[stack] = body
        for resource in json.loads(body)["Resources"].values():
            if resource["Type"] == "AWS::IAM::Role" and "PermissionsBoundary" in resource["Properties"]:
                self._bound(account, stack, resource["Properties"])

    def _bound(self, account: str, stack: str, role: Mapping[str, Any]) -> None:
        """Put the boundary that the stack's role names, which CloudFormation drops here."""
        boundary = self._physical(account, stack, role["PermissionsBoundary"]["Ref"])
        iam = self._clients.of_account("iam", account)
        iam.put_role_permissions_boundary(RoleName=role["RoleName"], PermissionsBoundary=boundary)

    def _physical(self, account: str, stack: str, logical_id: str) -> str:
        cloudformation = self._clients.of_account("cloudformation", account)
        found = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def _ask(self, request: Request, unsaid: frozenset[str]) -> Observation:
        if request.caller.kind is CallerKind.USER:
            self._make(request.caller.account, request.caller.arn)
        service = request.action.split(":")[0]
        parameters = self._parameters(request) | self._said(request, unsaid)
        probe = Probe("", request.caller.arn, service, _OPERATIONS[request.action], ProbeAnswer.ALLOWED, parameters)
        seen = observe(probe, self._clients, self._callers)
        if "AssumedRoleUser" in seen.response:
            self._callers[seen.response["AssumedRoleUser"]["Arn"]] = story.credentials_of(seen.response)
        return seen

    def _make(self, account: str, arn: str) -> None:
        """The user, unless there, and a key; the own account allows everything."""
        if arn in self._callers:
            return
        iam, name = self._clients.of_account("iam", account), arn.rsplit("/", 1)[1]
        if arn not in [each["Arn"] for each in iam.list_users()["Users"]]:
            iam.create_user(UserName=name)
        story.allow_everything(self._clients, account, name)
        self._callers[arn] = story.make_access_key(self._clients, account, name)

    @staticmethod
    def _said(request: Request, unsaid: frozenset[str]) -> dict[str, Any]:
        sent = {name: value for name, value in request.context.items() if name not in HOLDS | unsaid}
        return {_SAID[name]: value for name, value in sent.items() if not name.startswith(_IN_CONTEXT)}

    def _parameters(self, request: Request) -> dict[str, Any]:
        """What the request is about, which is there in any case."""
        if request.action == "sts:AssumeRole":
            return {"RoleArn": request.resource, "RoleSessionName": "session"}
        if request.action == "kms:Decrypt":
            return self._secret(request)
        bucket, _, key = request.resource.removeprefix("arn:aws:s3:::").partition("/")
        s3 = self._clients.of_account("s3", request.owner)
        if bucket not in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": story.REGION})
        if not key:
            return {"Bucket": bucket}
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
        return {"Bucket": bucket, "Key": key}

    def _secret(self, request: Request) -> dict[str, Any]:
        """Something that the stack's key has encrypted."""
        named = re.search(r"\$\{(\w+)\.(\w+)\}$", request.resource)
        assert named, request.resource
        key = self._physical(request.owner, named[1], named[2])
        context: Mapping[str, Any] = {
            name.removeprefix(_IN_CONTEXT): value
            for name, value in request.context.items()
            if name.startswith(_IN_CONTEXT)
        }
        encryption = {"KeyId": key, "EncryptionContext": context}
        secret = self._clients.of_account("kms", request.owner).encrypt(Plaintext=b"ledger", **encryption)
        return {"CiphertextBlob": secret["CiphertextBlob"], **encryption}
