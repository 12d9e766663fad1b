"""`xacct explain`: why one request is allowed or denied."""

import argparse
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.cli.inputs import add_inputs, inputs_of, parameters_of
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.read import UnreadableError, add_organization, read, read_organization
from xacct_constructs.cli.say import print_json, refuse, show
from xacct_constructs.exits import AS_EXPECTED

if TYPE_CHECKING:
    from xacct_constructs.iam import Caller, Request
    from xacct_constructs.proof import Access, Step

_CODES = """\
  0    decided: allowed, explicitly denied or implicitly denied
  2    cannot decide: what is missing is named; or wrong usage, or neither a cloud assembly nor a template
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "explain",
        run,
        description="Decide one request over the policies of a cloud assembly, as AWS would.",
        codes=_CODES,
    )
    parser.add_argument(
        "--assembly",
        action="append",
        default=[],
        help="the folder that cdk synth wrote; once for each of several owners (default: cdk.out)",
    )
    add_inputs(parser)
    parser.add_argument("--caller", required=True, metavar="ARN", help="who asks; a role's ARN means a session of it")
    parser.add_argument("--action", required=True, help="such as s3:GetObject")
    parser.add_argument("--resource", required=True, metavar="ARN", help="what is asked for; * for an action without")
    parser.add_argument(
        "--resource-account", metavar="ID", help="who owns the resource (default: as its ARN or the assembly says)"
    )
    parser.add_argument(
        "--context",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a condition key of the request; once for each value (default: none but those that follow)",
    )
    parser.add_argument(
        "--own-side-allows",
        action="store_true",
        help="take a caller that is not in the assembly to be allowed everything by its own account",
    )
    add_organization(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Decide one request and print why."""
    from dataclasses import replace

    from xacct_constructs.iam import Request, UndecidedError
    from xacct_constructs.proof import Access
    from xacct_constructs.report.decision import asked_keys, decision_data, decision_text
    from xacct_constructs.services import with_service_keys

    try:
        inputs, parameters = inputs_of(arguments, arguments.assembly), parameters_of(arguments)
        access = Access(read(*inputs, parameters=parameters), read_organization(arguments.organization))
        asked = Request(
            _caller(arguments.caller),
            _action(arguments.action),
            _resource(arguments.resource),
            resource_account=arguments.resource_account,
            context=_context(arguments.context),
        )
        seen = access.seen(asked)
        owned = with_service_keys(seen[0])
        policies = [access.policies(each, own_side_allows=arguments.own_side_allows) for each in seen]
        assumed = _assumed(owned, asked_keys(policies))
        request = replace(owned, context={**owned.context, **assumed})
        decision = access.decide(request, own_side_allows=arguments.own_side_allows)
        besides = _besides(access, request, own_side_allows=arguments.own_side_allows) if decision.is_allowed else None
    except (UnreadableError, UndecidedError, _UsageError) as problem:
        return refuse(f"cannot decide: {problem}" if isinstance(problem, UndecidedError) else str(problem))
    if arguments.json:
        print_json(decision_data(request, decision, policies, list(assumed), besides))
    else:
        show(decision_text(request, decision, policies, list(assumed), besides))
    return AS_EXPECTED


def _besides(access: "Access", request: "Request", *, own_side_allows: bool) -> "Step | None":
    """What the service asks of the key that encrypts what is read, decided as well."""
    from xacct_constructs.proof import Step, decryption

    asked = decryption(access, request)
    return Step(asked, access.decide(asked, own_side_allows=own_side_allows)) if asked else None


class _UsageError(ValueError):
    """Raised for an argument that is no ARN, action or pair."""


def _caller(text: str) -> "Caller":
    from xacct_constructs.iam import Caller, UndecidedError, session_of_arn

    if not re.fullmatch(_PRINCIPAL, text):
        raise _UsageError(_NO_CALLER.format(text))
    caller = session_of_arn(text) if _is_role(text) else Caller(text)
    try:
        _ = caller.kind
    except UndecidedError as problem:
        raise _UsageError(_NO_CALLER.format(text)) from problem
    return caller


def _is_role(text: str) -> bool:
    return is_arn(text) and parse(text).kind == "role" and bool(parse(text).below)


_PRINCIPAL = r"arn:[a-z-]+:(iam|sts)::[0-9]{12}:[!-~]*[^/]|[a-z0-9-]+(\.[a-z0-9-]+)+|\*"
_NO_CALLER = "--caller must be the ARN of a user, role, session or root user, a service's name, or *, got {!r}"


def _action(text: str) -> str:
    from xacct_constructs.services import meant_by

    if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", text):
        raise _UsageError(f"--action must be SERVICE:ACTION such as s3:GetObject, got {text!r}")
    meant = meant_by(text)
    if meant is not None:
        hint = f"; is {' and '.join(meant)} meant?" if meant else ""
        raise _UsageError(f"--action must be one that its service has, got {text!r}{hint}")
    return text


def _resource(text: str) -> str:
    if text != "*" and not is_arn(text):
        raise _UsageError(f"--resource must be an ARN, or *, got {text!r}")
    return text


def _assumed(request: "Request", asked: Collection[str]) -> dict[str, str]:
    """What is taken for granted, where a policy asks about it and nobody gave it: HTTPS, TLS 1.2, and now."""
    from datetime import UTC, datetime

    now, given = datetime.now(UTC), {key.lower() for key in (*request.caller.keys, *request.known_keys())}
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    taken = {"aws:SecureTransport": "true", "aws:CurrentTime": moment, "aws:EpochTime": str(int(now.timestamp()))}
    taken |= {"s3:TlsVersion": "1.2"} if request.action.lower().startswith("s3:") else {}
    return {key: value for key, value in taken.items() if key.lower() in asked and key.lower() not in given}


def _context(pairs: list[str]) -> dict[str, str | list[str]]:
    """Each key with its value, or with all of them where it is given more than once."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or ":" not in key:
            raise _UsageError(f"--context must be KEY=VALUE such as aws:MultiFactorAuthPresent=true, got {pair!r}")
        found.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
