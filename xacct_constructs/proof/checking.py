"""How somebody checks what a proof takes for granted of an app: where to look, and the command that shows it.

Commands only read. What a template says stands in them as one word each, whatever is in it.

Source: AWS CLI Command Reference.
"""

from xacct_constructs import arns
from xacct_constructs.iam import Request
from xacct_constructs.proof.verdict import ToCheck
from xacct_constructs.services import ASSUME_ROLE, resource_kind
from xacct_constructs.unknowns import is_settled

_IDENTITY_CENTER = "AWSReservedSSO_"
"""How the names begin of the roles that IAM Identity Center makes, one for each permission set."""
BOTH_HALVES = ("xacct", "prove", "cdk.out", "OTHER/cdk.out")
"""With the other owner's folder in its place."""


def at_policy(what: str, arn: str) -> ToCheck:
    """What the default version of a managed policy says; of AWS's own, or of an account's."""
    of_aws = _account(arn) == "aws"
    place = "In any account" if of_aws else _in_account(arn)
    query = f"Policies[?Arn=='{arn}'].PolicyVersionList[]"
    kind = "AWSManagedPolicy" if of_aws else "LocalManagedPolicy"
    command = ("aws", "iam", "get-account-authorization-details", "--filter", kind, "--query", query)
    return _at(what, f"{place}, what its default version says:", arn, command)


def at_role(what: str, arn: str) -> ToCheck:
    """Trust and policies of a role, or of all whose ARNs are like that."""
    if set(arn) & {"*", "?"}:
        return ToCheck(what, "Each role whose ARN is like that, its trust and its policies.")
    query = f"RoleDetailList[?Arn=='{arn}']"
    command = ("aws", "iam", "get-account-authorization-details", "--filter", "Role", "--query", query)
    return _at(what, f"{_in_account(arn)}, its trust and its policies:", arn, command)


def at_trust(what: str, arn: str) -> ToCheck:
    """Whom a role lets in; of one that Identity Center makes, who is assigned."""
    name = arns.parse(arn).name if arns.is_arn(arn) else arn
    if name.startswith(_IDENTITY_CENTER):
        account = _in_account(arn).removeprefix("In ")
        return ToCheck(what, f"In IAM Identity Center, who is assigned to {account} with that permission set.")
    command = ("aws", "iam", "get-role", "--role-name", name, "--query", "Role.AssumeRolePolicyDocument")
    return _at(what, f"{_in_account(arn)}, whom its trust policy lets in:", arn, command)


def at_caller(what: str, arn: str, role_arn: str) -> ToCheck:
    """Whether a user or role may ask for a role."""
    asked = ("--action-names", ASSUME_ROLE, "--resource-arns", role_arn)
    query = ("--query", "EvaluationResults[].EvalDecision")
    command = ("aws", "iam", "simulate-principal-policy", "--policy-source-arn", arn, *asked, *query)
    return _at(what, f"{_in_account(arn)}, which should answer allowed:", arn, command)


def at_group(what: str, arn: str) -> ToCheck:
    """Which users a group has."""
    command = ("aws", "iam", "get-group", "--group-name", arns.parse(arn).name, "--query", "Users[].Arn")
    return _at(what, f"{_in_account(arn)}, which users it has:", arn, command)


def at_resource(what: str, arn: str, account: str) -> ToCheck:
    """What the policy of a resource says."""
    kind, where = resource_kind(arn), f"account {account}" if account else "its account"
    parsed = arns.parse(arn) if arns.is_arn(arn) else None
    if kind is None or parsed is None or not kind.shown_by:
        return ToCheck(what, f"In {where}, what its policy says.")
    region = ("--region", parsed.region) if parsed.region else ()
    return _at(what, f"In {where}, what its policy says:", arn, ("aws", *kind.shown_by(parsed), *region))


def at_requests(what: str, *requests: Request) -> ToCheck:
    """Which statement lets each request through."""
    commands = (
        ("xacct", "explain", "--caller", caller, "--action", each.action, "--resource", each.resource)
        for each in requests
        for caller in [each.caller.principal_arn]
    )
    return ToCheck(what, "Say whether that should be so; which statement lets it be:", tuple(commands))


def at_versions(what: str, *policies: str) -> ToCheck:
    """Which version of managed policies is the default one."""
    query = ("--query", "Policy.DefaultVersionId")
    commands = (("aws", "iam", "get-policy", "--policy-arn", each, *query) for each in policies)
    return ToCheck(what, "Whether AWS has changed one, which then has another version:", tuple(commands))


def at_stack(what: str, stack: str, name: str) -> ToCheck:
    """What values the parameters of a stack have."""
    given = f"another is given with --parameters {stack}:NAME=VALUE"
    if not name:
        return ToCheck(what, f"What it has in the deployed stack; {given}.")
    command = ("aws", "cloudformation", "describe-stacks", "--stack-name", name, "--query", "Stacks[].Parameters")
    return _at(what, f"What it has in the deployed stack; {given}:", name, command)


def _account(arn: str) -> str:
    return arns.parse(arn).account if arns.is_arn(arn) else ""


def _in_account(arn: str) -> str:
    account = _account(arn)
    return f"In account {account}" if account else "In its account"


def _at(what: str, look: str, named: str, command: tuple[str, ...]) -> ToCheck:
    """With the command, where deployment settles nothing of what it names."""
    if is_settled(named):
        return ToCheck(what, look, (command,))
    return ToCheck(what, f"Once it is deployed. {look.rstrip(':')}.")
