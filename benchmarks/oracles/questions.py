"""A question to every engine: one request, and all policies that bear on it, as plain JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One request with its policies."""

    caller: str
    action: str
    resource: str
    owner: str
    """The account that owns the resource."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """Context keys that the request brings, beyond those that follow from caller and resource."""
    role_arn: str | None = None
    kind: str = "resource policy"
    identity: Sequence[Document] = ()
    resource_policy: Document | None = None
    boundary: Document | None = None
    session: Document | None = None
    service_control: Sequence[Sequence[Document]] = ()
    resource_control: Sequence[Sequence[Document]] = ()

    @property
    def account(self) -> str:
        """The caller's account, empty for the anonymous and for services."""
        return self.caller.split(":")[4] if self.caller.startswith("arn:") else ""

    def context(self) -> dict[str, Any]:
        """Every context key, worked out here and by no engine (IAM User Guide, "Principal key values")."""
        found: dict[str, Any] = {"aws:ResourceAccount": self.owner}
        if self.caller == "*":
            found |= {"aws:PrincipalType": "Anonymous", "aws:PrincipalAccount": "anonymous"}
        elif not self.account:
            found |= {"aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": self.caller}
        else:
            kind, _, name = self.caller.split(":", 5)[5].partition("/")
            types = {
                "user": "User",
                "assumed-role": "AssumedRole",
                "root": "Account",
                "federated-user": "FederatedUser",
            }
            role = f"arn:aws:iam::{self.account}:role/{name.partition('/')[0]}"
            found |= {
                "aws:PrincipalType": types[kind],
                "aws:PrincipalAccount": self.account,
                "aws:PrincipalIsAWSService": "false",
                "aws:PrincipalArn": (self.role_arn or role) if kind == "assumed-role" else self.caller,
            }
            if kind == "user":
                found["aws:username"] = name.rpartition("/")[2]
        return {**found, **self.asked}

    def as_json(self) -> dict[str, Any]:
        """The question with its whole context."""
        return {**asdict(self), "account": self.account, "context": self.context()}
