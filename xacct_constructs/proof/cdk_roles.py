"""Roles that CDK makes for deploying into an account, told by their whole shape: name, trust policy and permissions.

What has a statement more, or a wider one, is none of them, whatever it is called; less than CDK writes today is what an
older CDK wrote. Of a role that is not in the assembly there is the name alone.
Source: aws-cdk-cli, `bootstrap-template.yaml` of version 33; aws-cdk-lib 2.275, `aws-codepipeline` (`Pipeline`) and
`aws-codepipeline-actions` (CloudFormation actions).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Policy, UndecidedError
from xacct_constructs.known_access import CdkKind, KnownAccess
from xacct_constructs.proof.checking import at_role
from xacct_constructs.proof.verdict import ToCheck
from xacct_constructs.values import listed

_ACCOUNT = r"(?:arn:aws[a-z-]*:iam::)?[0-9]{12}(?::root)?"
_NO_EXTERNAL_ID = {"Null": {"sts:ExternalId": "true"}}
_READS_BUCKET = ("s3:GetObject*", "s3:GetBucket*", "s3:List*")
_WRITES_BUCKET = (
    *("s3:Abort*", "s3:DeleteObject*", "s3:PutObject*", "s3:PutObject", "s3:PutObjectLegalHold"),
    *("s3:PutObjectRetention", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
)
_USES_KEY = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
_ARN = "arn:aws[a-z-]*"
_KEY = rf"{_ARN}:kms:[a-z0-9-]+:[0-9]{{12}}:key/[^*?]+"


class _Allows(NamedTuple):
    """A statement that CDK writes, at most.

    Attributes:
        actions: Its actions.
        on: Patterns of its resources; `{account}`, `{region}` and `{qualifier}` are the role's own.
        when: Its conditions: one of these. Default: none.
        effect: Its effect; what is denied must be there.
    """

    actions: tuple[str, ...]
    on: tuple[str, ...] = (r"\*",)
    when: tuple[Mapping[str, Any], ...] = ({},)
    effect: str = "Allow"


class _Shape(NamedTuple):
    """All that makes a role one of CDK's.

    Attributes:
        name: A pattern of its name.
        trusts: Whom it trusts to do what, and when: accounts.
        allows: What its own policies allow at most, and deny at least.
        managed: Managed policies of AWS's that it may have.
    """

    name: str
    trusts: tuple[_Allows, ...]
    allows: tuple[_Allows, ...]
    managed: tuple[str, ...] = ()


_BY_ACCOUNTS = (_Allows(("sts:AssumeRole",), when=({}, _NO_EXTERNAL_ID)), _Allows(("sts:TagSession",)))
_BY_PIPELINE = (
    _Allows(
        ("sts:AssumeRole",), when=({}, {"ArnEquals": {"aws:PrincipalArn": f"{_ARN}:iam::[0-9]{{12}}:role/[^*?]+"}})
    ),
)


_BOOTSTRAPS = ("deploy", "file-publishing", "image-publishing", "lookup")


def _bootstraps(name: str) -> str:
    return rf"cdk-(?P<qualifier>[A-Za-z0-9_-]{{1,10}})-{name}-role-(?P<account>[0-9]{{12}})-(?P<region>[a-z0-9-]+)"


_STAGING = (f"{_ARN}:s3:::cdk-{{qualifier}}-assets-{{account}}-{{region}}(?:/\\*)?",)
_OWN_KEY = (
    f"{_ARN}:kms:{{region}}:{{account}}:key/(?:AWS_MANAGED_KEY|[$][{{][^{{}}]+[.]FileAssetsBucketEncryptionKey[}}])",
)
_VERSION = (
    f"{_ARN}:ssm:{{region}}:{{account}}:parameter"
    "(?:[$][{][^{}]+[.]CdkBootstrapVersion[}]|/cdk-bootstrap/{qualifier}/version)",
)
_ARTIFACTS = (rf"{_ARN}:s3:::[a-z0-9.-]*(?:artifacts|replication)bucket[0-9a-f]{{20}}(?:/\*)?",)
_STACKS = (f"{_ARN}:cloudformation:[a-z0-9-]+:{{account}}:stack/[^*?]+/\\*",)
_SHAPES: Mapping[CdkKind, _Shape] = {
    CdkKind.DEPLOY: _Shape(
        _bootstraps("deploy"),
        _BY_ACCOUNTS,
        (
            _Allows(
                (
                    *(f"cloudformation:{each}ChangeSet" for each in ("Create", "Delete", "Describe", "Execute")),
                    *(f"cloudformation:{each}Stack" for each in ("Create", "Update", "Rollback")),
                    *("cloudformation:ContinueUpdateRollback", "cloudformation:DescribeStacks"),
                )
            ),
            _Allows(
                (*_READS_BUCKET, "s3:Abort*", "s3:DeleteObject*", "s3:PutObject*"),
                when=({"StringNotEquals": {"s3:ResourceAccount": "{account}"}},),
            ),
            _Allows(
                _USES_KEY, when=({"StringEquals": {"kms:ViaService": "s3[.]{region}[.]amazonaws[.]com(?:[.]cn)?"}},)
            ),
            _Allows(
                ("iam:PassRole",),
                (f"{_ARN}:iam::{{account}}:role/cdk-{{qualifier}}-cfn-exec-role-{{account}}-{{region}}",),
            ),
            _Allows(
                (
                    *("cloudformation:DescribeStackEvents", "cloudformation:GetTemplate", "cloudformation:DeleteStack"),
                    *("cloudformation:UpdateTerminationProtection", "sts:GetCallerIdentity"),
                    *("cloudformation:GetTemplateSummary",),
                )
            ),
            _Allows(_READS_BUCKET, _STAGING),
            _Allows(("ssm:GetParameter", "ssm:GetParameters"), _VERSION),
            _Allows(("cloudformation:CreateStackRefactor", "cloudformation:ExecuteStackRefactor")),
        ),
        ("AWSCloudFormationReadOnlyAccess",),
    ),
    CdkKind.FILES: _Shape(
        _bootstraps("file-publishing"),
        _BY_ACCOUNTS,
        (
            _Allows(
                (*_READS_BUCKET, "s3:GetEncryptionConfiguration", "s3:Abort*", "s3:DeleteObject*", "s3:PutObject*"),
                _STAGING,
                ({"StringEquals": {"aws:ResourceAccount": "{account}"}},),
            ),
            _Allows(_USES_KEY, _OWN_KEY),
        ),
    ),
    CdkKind.IMAGES: _Shape(
        _bootstraps("image-publishing"),
        _BY_ACCOUNTS,
        (
            _Allows(
                (
                    *("ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"),
                    *("ecr:BatchCheckLayerAvailability", "ecr:DescribeRepositories", "ecr:DescribeImages"),
                    *("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
                ),
                (r"arn:::::[$][{][^{}]+[.]ContainerAssetsRepository[.]Arn[}]",),
            ),
            _Allows(("ecr:GetAuthorizationToken",)),
        ),
    ),
    CdkKind.LOOKUP: _Shape(
        _bootstraps("lookup"),
        _BY_ACCOUNTS,
        (_Allows(("kms:Decrypt",), effect="Deny"),),
        ("ReadOnlyAccess",),
    ),
    CdkKind.PIPELINE: _Shape(
        r"[a-z0-9-]*actionrole[0-9a-f]{20}",
        _BY_PIPELINE,
        (
            _Allows(("iam:PassRole",), (rf"{_ARN}:iam::{{account}}:role/[a-z0-9-]*deploymentrole[0-9a-f]{{20}}",)),
            _Allows((*_READS_BUCKET, *_WRITES_BUCKET), _ARTIFACTS),
            _Allows(_USES_KEY, (r"\*", _KEY)),
            _Allows(
                (
                    *("cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:DeleteStack"),
                    *("cloudformation:DescribeStack*", "cloudformation:DescribeStacks", "cloudformation:GetTemplate*"),
                    *("cloudformation:GetStackPolicy", "cloudformation:SetStackPolicy"),
                    *("cloudformation:ValidateTemplate", "cloudformation:DescribeStackEvents"),
                    *(f"cloudformation:{each}ChangeSet" for each in ("Create", "Delete", "Describe", "Execute")),
                ),
                _STACKS,
                ({}, {"StringEqualsIfExists": {"cloudformation:ChangeSetName": ".+"}}),
            ),
        ),
    ),
}


def cdk_kind(role: Identity) -> CdkKind | None:
    """Which of CDK's roles this is, by its whole shape; None: none."""
    for kind, shape in _SHAPES.items():
        named = re.fullmatch(shape.name, role.name)
        own = {"account": role.account, **(named.groupdict() if named else {})}
        if named and own["account"] == role.account and _is_of(role, shape, own):
            return kind
    return None


def is_named_as_cdk(arn: str) -> bool:
    """Whether a role is called as those of CDK's bootstrap are, whatever it is."""
    named = is_arn(arn) and parse(arn).kind == "role"
    return named and any(re.fullmatch(_bootstraps(each), parse(arn).name) for each in (*_BOOTSTRAPS, "cfn-exec"))


def by_name_alone(known: KnownAccess, assembly: Assembly) -> Iterator[ToCheck]:
    """What rests on a role being CDK's own, of which there is the name alone."""
    principals = (each.allows.get("Principal") for each in known.ways)
    named = (arn for each in principals if isinstance(each, Mapping) for arn in listed(each.get("AWS", ())))
    for arn in dict.fromkeys(map(str, named)):
        if is_named_as_cdk(arn) and assembly.identity(arn) is None:
            yield at_role(f"{arn} is CDK's own by its name alone: it is not in the assembly.", arn)


def _is_of(role: Identity, shape: _Shape, own: Mapping[str, str]) -> bool:
    if role.existing or role.outside or role.trust is None:
        return False
    of_no_template = [each.origin.template for each in role.policies if not each.origin.stack]
    attached = [parse(each).name if is_arn(each) else each for each in of_no_template]
    trusts, allows = _statements([role.trust]), _statements([each for each in role.policies if each.origin.stack])
    if trusts is None or allows is None or not set(attached) <= set(shape.managed):
        return False
    denied = [each for each in shape.allows if each.effect == "Deny"]
    return (
        all(any(_is_trust(said, each) for each in shape.trusts) for said in trusts)
        and all(any(_is_said(said, each, own) for each in shape.allows) for said in allows)
        and all(any(_is_said(said, each, own) for said in allows) for each in denied)
    )


def _statements(policies: Sequence[Policy]) -> list[Mapping[str, Any]] | None:
    """Every statement as it is written; None, where one is not understood, or may not be made."""
    found = [each for policy in policies for each in policy.parts]
    if any(policy.perhaps for policy in policies):
        return None
    said = [each.written for each in found if not isinstance(each, UndecidedError)]
    return said if len(said) == len(found) else None


def _is_trust(said: Mapping[str, Any], shape: _Allows) -> bool:
    principal = said.get("Principal")
    accounts = listed(principal["AWS"]) if isinstance(principal, Mapping) and set(principal) == {"AWS"} else []
    named = bool(accounts) and all(re.fullmatch(_ACCOUNT, str(each)) for each in accounts)
    return named and _does(said, shape, {})


def _is_said(said: Mapping[str, Any], shape: _Allows, own: Mapping[str, str]) -> bool:
    on = [_own(each, own) for each in shape.on]
    covered = all(any(re.fullmatch(each, str(arn)) for each in on) for arn in listed(said.get("Resource", "")))
    return covered and _does(said, shape, own)


def _does(said: Mapping[str, Any], shape: _Allows, own: Mapping[str, str]) -> bool:
    """Whether a statement's effect, actions and conditions are those of the shape, or less: of a Deny, all of them."""
    actions = set(listed(said.get("Action")))
    is_less = (
        actions == set(shape.actions) if shape.effect == "Deny" else bool(actions) and actions <= set(shape.actions)
    )
    holds = any(_holds(said.get("Condition") or {}, each, own) for each in shape.when)
    return said.get("Effect") == shape.effect and is_less and holds


def _holds(said: Mapping[str, Any], shape: Mapping[str, Any], own: Mapping[str, str]) -> bool:
    """Whether conditions are the same, key by key."""
    if {name: set(keys) for name, keys in said.items()} != {name: set(keys) for name, keys in shape.items()}:
        return False
    values = ((shape[name][key], each) for name, keys in said.items() for key in keys for each in listed(keys[key]))
    return all(re.fullmatch(_own(pattern, own), str(each)) for pattern, each in values)


def _own(pattern: str, own: Mapping[str, str]) -> str:
    """A pattern with what is the role's own."""
    return re.sub("[{](account|region|qualifier)[}]", lambda name: re.escape(own[name[1]]), pattern)
