"""Questions in the full policy grammar: every element, every operator, every kind of policy and of caller."""

from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.oracles.questions import Question

_A, _B = "111111111111", "222222222222"
_CALLERS = (
    f"arn:aws:iam::{_A}:user/alice", f"arn:aws:iam::{_B}:user/alice", f"arn:aws:iam::{_A}:user/team/bob",
    f"arn:aws:sts::{_A}:assumed-role/reader/alice", f"arn:aws:sts::{_B}:assumed-role/reader/bob",
    f"arn:aws:sts::{_A}:federated-user/carol", f"arn:aws:iam::{_A}:root", f"arn:aws:iam::{_B}:root", "*",
    "cloudtrail.amazonaws.com",
)  # fmt: skip
_PRINCIPALS = (
    *(each for each in _CALLERS if each.startswith("arn:")),
    f"arn:aws:iam::{_A}:role/reader", f"arn:aws:iam::{_B}:role/reader", _A, _B, "AIDAJQABLZS4A3QDU576Q",
)  # fmt: skip
_TARGETS = (
    ("s3:GetObject", "arn:aws:s3:::acme-reports/monthly/june.csv", "resource policy"),
    ("s3:PutObject", "arn:aws:s3:::acme-reports/alice/june.csv", "resource policy"),
    ("s3:ListBucket", "arn:aws:s3:::acme-reports", "resource policy"),
    ("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{_A}:orders", "resource policy"),
    ("sts:AssumeRole", f"arn:aws:iam::{_A}:role/reader", "trust policy"),
    ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{_A}:key/11111111-2222-3333-4444-555555555555", "key policy"),
)
_ACTIONS = ("*", "s3:*", "s3:Get*", "s3:?etObject", "S3:getobject", "s3:PutObject", "s3:ListBucket", "sqs:*", "sts:*",
            "sts:AssumeRole", "kms:*", "kms:Decrypt", "iam:*")  # fmt: skip
_RESOURCES = (
    "*", "arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*", "arn:aws:s3:::acme-reports/monthly/*",
    "arn:aws:s3:::acme-reports*", "arn:aws:s3:::acme-reports/Monthly/*", "arn:aws:s3:::acme-reports/${aws:username}/*",
    "arn:aws:s3:::*/june.csv", "arn:aws:s3:::acme-reports/monthly/jun?.csv", "arn:aws:sqs:*:*:orders", "arn:aws:sqs:*",
    f"arn:aws:sqs:eu-west-?:{_A}:*", f"arn:aws:iam::{_A}:role/reader", "arn:aws:iam::*:role/*", "arn:aws:kms:*:*:key/*",
    "arn:aws:s3:::acme-reports/${aws:PrincipalTag/team}/*",
)  # fmt: skip
_TEXTS: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "s3:prefix": (("monthly/", "alice", "a*", "mont?ly/", "${aws:username}", "${aws:PrincipalTag/team}", "MONTHLY/"),
                  ("monthly/", "Monthly/", "alice", "a*", "sales")),
    "aws:PrincipalArn": ((f"arn:aws:iam::{_A}:user/alice", f"arn:aws:iam::{_A}:*", "arn:aws:iam::*:role/reader"), ()),
    "aws:PrincipalAccount": ((_A, _B, "${aws:ResourceAccount}"), ()),
    "aws:PrincipalTag/team": (("sales", "s*", "legal"), ("sales", "legal")),
    "aws:ResourceTag/team": (("${aws:PrincipalTag/team}", "sales"), ("sales", "legal")),
    "aws:username": (("alice", "ALICE", "b*"), ()),
    "aws:ResourceAccount": ((_A, "${aws:PrincipalAccount}"), ()),
    "aws:PrincipalOrgID": (("o-abc", "o-*"), ("o-abc", "o-xyz")),
}  # fmt: skip
_ARNS = ((f"arn:aws:sns:eu-west-1:{_A}:*", "arn:aws:sns:*:*:topic", "arn:aws:s*:topic", "arn:aws:sns:eu-west-?:*:*"),
         (f"arn:aws:sns:eu-west-1:{_A}:topic", f"arn:aws:sns:eu-west-1:{_B}:other"))  # fmt: skip
_FAMILIES: dict[str, tuple[str, tuple[Any, ...], tuple[Any, ...]]] = {
    "Numeric": ("s3:max-keys", ("10", "9", "10.0"), ("9", "10", "11")),
    "Date": ("aws:CurrentTime", ("2027-01-01T00:00:00Z", "1798761600", "2026-12-31"),
             ("2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:01Z")),
}  # fmt: skip
_TAGS = (("team", "cost", "t*"), (["team"], ["team", "cost"], ["owner"], ["Team", "owner"]))
_RANGES = (("203.0.113.0/24", "10.0.0.0/8", "203.0.113.7", "2001:db8::/32"), ("203.0.113.7", "10.1.2.3", "2001:db8::1"))


def questions(random: Random, count: int) -> Iterator[Question]:
    """So many questions, the same for the same random numbers."""
    for _ in range(count):
        yield _question(random)


def _question(random: Random) -> Question:
    action, resource, kind = random.choice(_TARGETS)
    caller = random.choice(_CALLERS)
    has_policies = caller.startswith("arn:") and not caller.endswith(":root")
    is_member = caller.startswith("arn:")
    is_session = ":sts:" in caller
    resource_control = [[everything("Principal"), _document(random, kind="resource control")]]
    return Question(
        caller=caller,
        action=action,
        resource=resource,
        owner=_A,
        asked=_context(random),
        kind=kind,
        identity=[_document(random) for _ in range(random.randint(0, 2))] if has_policies else [],
        resource_policy=_document(random, kind=kind) if kind != "resource policy" or random.random() < 0.7 else None,
        boundary=_document(random) if has_policies and random.random() < 0.2 else None,
        session=_document(random) if is_session and random.random() < 0.3 else None,
        service_control=[[everything(), _document(random)]] if is_member and random.random() < 0.15 else [],
        resource_control=resource_control if random.random() < 0.1 else [],
    )


def documents(random: Random, count: int, *, kind: str) -> list[dict[str, Any]]:
    """So many policies of a kind."""
    return [_document(random, kind=kind) for _ in range(count)]


def everything(*principal: str) -> dict[str, Any]:
    """A policy that allows everything; `Principal` names whom a resource's policy must name."""
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", **dict.fromkeys(principal, "*")}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _one_or_more(random: Random, values: tuple[Any, ...]) -> Any:
    return random.choice(values) if random.random() < 0.7 else random.sample(values, random.randint(1, 2))


def _document(random: Random, *, kind: str = "identity policy") -> dict[str, Any]:
    version = "2012-10-17" if random.random() < 0.95 else "2008-10-17"
    count = random.randint(1, 3)
    return {"Version": version, "Statement": [_statement(random, kind, index) for index in range(count)]}


def _statement(random: Random, kind: str, index: int) -> dict[str, Any]:
    control = kind == "resource control"
    statement: dict[str, Any] = {"Sid": f"S{index}", "Effect": "Allow" if random.random() < 0.75 else "Deny"}
    if control:
        statement |= {"Effect": "Deny", "Principal": "*"}
    elif kind != "identity policy":
        name = "NotPrincipal" if kind != "trust policy" and random.random() < 0.08 else "Principal"
        statement[name] = _principal(random)
        if name == "NotPrincipal":
            statement["Effect"] = "Deny"
    negated = random.random() < 0.1 and not control
    statement["NotAction" if negated else "Action"] = _one_or_more(random, _ACTIONS[1:] if negated else _ACTIONS)
    if kind != "trust policy":
        negated = random.random() < 0.1 and not control
        statement["NotResource" if negated else "Resource"] = _one_or_more(random, _RESOURCES)
    if random.random() < 0.5:
        statement["Condition"] = _conditions(random)
    return statement


def _principal(random: Random) -> Any:
    chance = random.random()
    if chance < 0.2:
        return random.choice(("*", {"AWS": "*"}))
    if chance < 0.3:
        return {"Service": _one_or_more(random, ("cloudtrail.amazonaws.com", "config.amazonaws.com"))}
    return {"AWS": _one_or_more(random, _PRINCIPALS)}


def _conditions(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(random.randint(1, 2)):
        operator, key, values = _condition(random)
        found.setdefault(operator, {})[key] = _one_or_more(random, values)
    return found


def _condition(random: Random) -> tuple[str, str, tuple[Any, ...]]:
    suffix = "IfExists" if random.random() < 0.2 else ""
    negation = random.random() < 0.35
    chance = random.random()
    if chance < 0.4:
        key, (wanted, _) = random.choice(tuple(_TEXTS.items()))
        name = random.choice(("Equals", "Like", "EqualsIgnoreCase"))
        return f"String{'Not' if negation else ''}{name}{suffix}", key, wanted
    if chance < 0.55:
        name = random.choice(("Equals", "Like"))
        return f"Arn{'Not' if negation else ''}{name}{suffix}", random.choice(("aws:SourceArn",)), _ARNS[0]
    if chance < 0.65:
        family, (key, wanted, _) = random.choice(tuple(_FAMILIES.items()))
        relations = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
        return f"{family}{random.choice(relations)}{suffix}", key, wanted
    if chance < 0.73:
        return f"Bool{suffix}", random.choice(("aws:SecureTransport", "aws:MultiFactorAuthPresent")), ("true", "false")
    if chance < 0.8:
        return f"{'Not' if negation else ''}IpAddress{suffix}", "aws:SourceIp", _RANGES[0]
    if chance < 0.87:
        return (
            "Null",
            random.choice(("aws:username", "aws:TagKeys", "s3:prefix", "aws:PrincipalArn")),
            ("true", "false"),
        )
    quantifier = random.choice(("ForAllValues", "ForAnyValue"))
    return (
        f"{quantifier}:String{'Not' if negation else ''}{random.choice(('Equals', 'Like'))}{suffix}",
        "aws:TagKeys",
        _TAGS[0],
    )


def _context(random: Random) -> dict[str, Any]:
    possible: dict[str, tuple[Any, ...]] = {key: given for key, (_, given) in _TEXTS.items() if given}
    possible |= {key: given for key, _, given in _FAMILIES.values()}
    possible |= {"aws:SourceArn": _ARNS[1], "aws:TagKeys": _TAGS[1], "aws:SourceIp": _RANGES[1]}
    possible |= {"aws:SecureTransport": ("true", "false"), "aws:MultiFactorAuthPresent": ("true", "false")}
    return {key: random.choice(given) for key, given in possible.items() if random.random() < 0.6}
