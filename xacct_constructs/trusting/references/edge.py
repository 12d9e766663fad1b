"""Where a permission meets the app: the role it is for, and what comes of resolving it."""

from typing import Any, NamedTuple

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding
from xacct_constructs.permissions import Permission


class Resolved(NamedTuple):
    """Permissions in names and ARNs, and what is known of the CDK objects they came from.

    Attributes:
        permissions: The permissions, in names and ARNs.
        tokens: An ARN as the agreement writes it, to the token that stands for it in this app.
        findings: What is wrong with the references.
    """

    permissions: list[Permission]
    tokens: dict[str, str]
    findings: list[Finding]


class Edge(NamedTuple):
    """What the references of one permission are resolved by.

    Attributes:
        path: Where the permission stands: `permissions[0]`.
        role: The role that the permission is for.
        region: The region of the role's stack; None where it is not known.
        resolved: Takes the tokens and findings.
    """

    path: str
    role: Arn
    region: str | None
    resolved: Resolved


def is_construct(value: object) -> bool:
    """Whether this is a construct of the CDK, or a reference to one."""
    return value is not None and not isinstance(value, str) and hasattr(value, "node")


def is_token(value: Any) -> bool:
    """Whether the text stands for what only the template knows."""
    return "${Token[" in value
