"""The guard in front of the local AWS: who is served, and what is not, whoever asks."""

import ast
import base64
import json
import os
import re
import socket
import ssl
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import HmacV1QueryAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Signing
from botocore.exceptions import ClientError, WaiterError

from tests.local.asking import Answered, Asked, Line, signed
from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.server import LocalAws

ROOT, ALICE, SESSION = "root", "alice", "alice's session"
OPEN = "open-to-everybody"
OBJECT = f"/{story.BUCKET}/{story.REPORT}"
NOBODY = 65534
MINISTACK = next(find_checkout().root.glob(".venv-local-aws/lib/python3*/site-packages/ministack"))


@dataclass(frozen=True)
class World:
    """A local AWS with a bucket, one that everybody may read and write, and callers who may do everything."""

    aws: LocalAws
    clients: Clients
    callers: dict[str, Credentials]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One for all tests here; none of them changes it."""
    with LocalAws(find_checkout().server_python) as aws:
        clients = Clients(aws)
        s3, place = clients.of_account("s3", story.TRUSTING_ACCOUNT), {"LocationConstraint": story.REGION}
        for name in (story.BUCKET, OPEN):
            s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        story.put_objects(clients)
        s3.put_object(Bucket=OPEN, Key="there", Body=b"for everybody")
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{OPEN}/*"}
        s3.delete_public_access_block(Bucket=OPEN)
        s3.put_bucket_policy(Bucket=OPEN, Policy=document(statement))
        yield World(aws, clients, callers(clients))


def callers(clients: Clients) -> dict[str, Credentials]:
    """Root, a user who may do everything, and a session of a role that may."""
    account, iam = story.TRUSTING_ACCOUNT, clients.of_account("iam", story.TRUSTING_ACCOUNT)
    everything = document({"Effect": "Allow", "Action": "*", "Resource": "*"})
    iam.create_user(UserName="alice")
    iam.put_user_policy(UserName="alice", PolicyName="Everything", PolicyDocument=everything)
    trust = document(
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
    )
    role = iam.create_role(RoleName="everything", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName="everything", PolicyName="Everything", PolicyDocument=everything)
    alice = story.make_access_key(clients, account, "alice")
    session = clients.of("sts", alice).assume_role(RoleArn=role, RoleSessionName="alice")
    return {ROOT: clients.root_credentials(account), ALICE: alice, SESSION: story.credentials_of(session)}


def document(*statements: dict[str, Any]) -> str:
    """A policy."""
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@pytest.fixture
def line(world: World) -> Iterator[Line]:
    """A connection to it."""
    line = Line(world.aws)
    yield line
    line.close()


OPERATIONS = {
    "cloudformation": "list_stacks",
    "iam": "list_roles",
    "kms": "list_keys",
    "organizations": "describe_organization",
    "s3": "list_buckets",
    "ssm": "describe_parameters",
    "sts": "get_caller_identity",
}
WRONG = {
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidToken",
}


def code(call: Callable[[], Any]) -> str:
    """The code of AWS's refusal; empty, if there was none."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


@pytest.mark.parametrize("caller", [ROOT, ALICE, SESSION])
@pytest.mark.parametrize(("service", "operation"), OPERATIONS.items(), ids=list(OPERATIONS))
def test_only_who_has_the_secret_is_served(service: str, operation: str, caller: str, world: World) -> None:
    """Of every service and for every kind of key: with the secret, yes; with any other, no."""
    right = world.callers[caller]
    wrong = replace(right, secret=f"{right.secret[:-1]}{'a' if right.secret[-1] != 'a' else 'b'}")
    seen = [code(getattr(world.clients.of(service, each), operation)) for each in (right, wrong)]

    assert seen[0] == ""
    assert seen[1] in WRONG


def test_a_session_needs_its_own_token(world: World) -> None:
    """Neither another token nor none does."""
    session = world.callers[SESSION]
    for token in (None, "another"):
        client = world.clients.of("s3", replace(session, token=token))
        assert code(client.list_buckets) in {*WRONG, "InvalidAccessKeyId"}


def emulator_s_paths() -> list[str]:
    """Every path that ministack's entrance and its router compare a request with, and some that they do not."""
    found = {"/_", "/_ministack", "/_ministack/anything", "/_anything/at/all", "/2015-03-31/functions/x/invocations"}
    for source in ("app.py", "core/router.py"):
        for node in ast.walk(ast.parse((MINISTACK / source).read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"/[\w.@]", node.value):
                found.add(urllib.parse.quote(node.value, safe="/.@:"))
    return sorted(found)


PATHS = emulator_s_paths()
OWN = [path for path in PATHS if re.match(r"/(_|health|iceberg|log(in|out)|oauth2|restapis|v20180820|v2)", path)]


def test_the_emulator_s_paths_are_found() -> None:
    """They are read from the ministack that is installed."""
    assert {"/_ministack/reset", "/_ministack/config", "/_aws/lambda-url/", "/health", "/v2/_catalog"} <= set(OWN)
    assert len(PATHS) > 150


@pytest.mark.parametrize("path", PATHS)
def test_unsigned_requests_reach_nothing_of_the_emulator(path: str, line: Line) -> None:
    """The guard refuses, whatever the method and whatever is said instead of a signature."""
    bearer = {"Authorization": "Bearer anything"}
    for asked in (Asked("GET", path), Asked("POST", path, body=b"{}"), Asked("PUT", path), Asked("GET", path, bearer)):
        assert line.ask(asked).by_the_guard, asked


@pytest.mark.parametrize("path", OWN)
def test_root_too_reaches_nothing_of_the_emulator_s_own(path: str, line: Line, world: World) -> None:
    """Signed or not, there is no such path."""
    for method in ("GET", "POST", "PUT"):
        for target in (path, f"{path}?init=1"):
            assert line.ask(Asked(method, target, by=world.callers[ROOT])).by_the_guard


IAM = Asked("POST", body=b"Action=ListRoles&Version=2010-05-08", service="iam")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SSM = {"X-Amz-Target": "AmazonSSM.DescribeParameters", "Content-Type": "application/x-amz-json-1.1"}
CHUNKED = {"Content-Encoding": "aws-chunked"}
SCOPE = "20261125/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0"


def chunks(body: bytes, **behind: str) -> bytes:
    """A body in AWS's chunks, with header lines behind it."""
    chunk = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
    return (
        chunk
        + b"0\r\n"
        + b"".join(f"{name.replace('_', '-')}:{behind[name]}\r\n".encode() for name in behind)
        + b"\r\n"
    )


NO_SIGNATURE = (
    pytest.param(Asked(), id="S3: nobody's list of buckets"),
    pytest.param(Asked("PUT", "/a-new-bucket"), id="S3: a bucket of nobody's"),
    pytest.param(Asked("DELETE", f"/{OPEN}"), id="S3: a bucket's end"),
    pytest.param(Asked("POST", f"/{OPEN}?delete", body=b"<Delete/>"), id="S3: several objects' end"),
    pytest.param(Asked("OPTIONS", f"/{OPEN}/there", {"Origin": "https://a.example"}), id="S3: for a browser"),
    pytest.param(
        Asked("PUT", f"/{OPEN}/copy", {"X-Amz-Copy-Source": OBJECT}), id="S3: a copy of what is not for everybody"
    ),
    pytest.param(
        Asked("POST", f"/{OPEN}", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--"), id="S3: a form"
    ),
    pytest.param(
        Asked("PUT", f"/{OPEN}/copy", CHUNKED, chunks(b"", x_amz_copy_source=OBJECT)),
        id="S3: such a copy, asked for behind the body",
    ),
    pytest.param(
        Asked("GET", OBJECT, CHUNKED, chunks(b"", authorization=f"AWS4-HMAC-SHA256 Credential=111111111111/{SCOPE}")),
        id="S3: a key behind the body",
    ),
    pytest.param(
        Asked("PUT", f"/{OPEN}/x", CHUNKED, chunks(b"{}", x_amz_target=SSM["X-Amz-Target"])),
        id="SSM, by a header behind the body",
    ),
    pytest.param(Asked("PUT", f"/{OPEN}/x", CHUNKED, chunks(b"x")[:-1]), id="S3: a body that is cut short"),
    pytest.param(Asked("DELETE", f"/{OPEN}/"), id="S3: a bucket's end, as if it were an object"),
    pytest.param(Asked("GET", "/no-such-bucket/key"), id="S3: a bucket that is not there"),
    pytest.param(replace(IAM, headers=FORM), id="IAM, in the body"),
    pytest.param(Asked("POST", "/?Action=ListRoles"), id="IAM, in the query"),
    pytest.param(Asked("PUT", f"/{OPEN}/x", FORM, IAM.body), id="IAM, in an object's body"),
    pytest.param(Asked("POST", "/?Action=AssumeRoleWithSAML"), id="STS, which AWS serves unsigned"),
    pytest.param(Asked("POST", headers=SSM, body=b"{}"), id="SSM, by the header"),
    pytest.param(Asked("PUT", f"/{OPEN}/x", SSM, b"{}"), id="SSM, by the header, to a bucket"),
    pytest.param(Asked("POST", headers={**SSM, "Authorization": "anything"}, body=b"{}"), id="no key, which is root's"),
    pytest.param(Asked(headers={"Authorization": "AWS4-HMAC-SHA256"}), id="a signature of nothing"),
    pytest.param(Asked(headers={"Authorization": f"AWS4-HMAC-SHA256 Credential=test/{SCOPE}"}), id="the key test"),
    pytest.param(Asked(headers={"Authorization": f"AWS4-HMAC-SHA256 Credential=/{SCOPE}"}), id="the empty key"),
    pytest.param(Asked(headers={"Authorization": "AWS 111111111111:c2lnbmVk"}), id="Signature Version 2"),
    pytest.param(
        Asked("GET", f"{OBJECT}?AWSAccessKeyId=111111111111&Signature=x&Expires=9999999999"),
        id="Version 2, in a query",
    ),
    pytest.param(
        Asked("GET", f"/{OPEN}/there?X-Amz-Credential=111111111111/20261125/eu-west-1/s3/aws4_request"),
        id="a key in the query, and no signature",
    ),
)


@pytest.mark.parametrize("asked", NO_SIGNATURE)
def test_what_is_not_signed_is_refused(asked: Asked, line: Line) -> None:
    """Ministack would serve most of these, and as root."""
    assert line.ask(asked).by_the_guard


def test_policies_decide_about_the_anonymous(line: Line) -> None:
    """Where everybody may read and write they do; where nobody said so IAM refuses, and not the guard."""
    assert line.ask(Asked("GET", f"/{OPEN}/there")) == Answered(200, "for everybody")
    assert line.ask(Asked("PUT", f"/{OPEN}/made", body=b"by anybody")).status == 200
    for asked in (Asked("GET", OBJECT), Asked("PUT", OBJECT, body=b"x"), Asked("DELETE", OBJECT)):
        answered = line.ask(asked)
        assert (answered.status, answered.by_the_guard) == (403, False)
        assert "<Code>AccessDenied</Code>" in answered.body


PUT = Asked("PUT", f"/{OPEN}/signed", body=b"as signed")


def test_a_request_signed_by_hand_is_served(line: Line, world: World) -> None:
    """The twin of every row below."""
    assert line.ask(replace(PUT, by=world.callers[ROOT])).status == 200
    assert line.ask(replace(IAM, by=world.callers[ROOT], headers=FORM)).status == 200


def test_a_body_in_chunks_is_served(line: Line, world: World) -> None:
    """With its checksum behind it, as SDKs send it; signed, or for everybody."""
    checksum = base64.b64encode(zlib.crc32(PUT.body).to_bytes(4)).decode()
    sent = in_chunks(PUT, x_amz_checksum_crc32=checksum)
    for asked in (replace(sent, by=world.callers[ROOT]), replace(sent, headers=CHUNKED)):
        assert line.ask(asked).status == 200
        assert line.ask(Asked("GET", PUT.target)).body == PUT.body.decode()


def with_header(asked: Asked, name: str, value: str) -> Asked:
    """The request with another header, or with this one changed."""
    return replace(asked, headers={**asked.headers, name: value})


def with_authorization(asked: Asked, before: str, after: str) -> Asked:
    """The request that says something else about its signature."""
    assert before in asked.headers["Authorization"]
    return with_header(asked, "Authorization", asked.headers["Authorization"].replace(before, after))


def in_chunks(asked: Asked, **behind: str) -> Asked:
    """The request with its body as SDKs send one, and with header lines behind it."""
    headers = {**asked.headers, **CHUNKED, "X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}
    return replace(asked, headers=headers, body=chunks(asked.body, **behind))


FOUR_MINUTES, SIX_MINUTES = timedelta(minutes=4), timedelta(minutes=6)
BEFORE_SIGNING: dict[str, Callable[[Asked], Asked]] = {
    "signed six minutes ago": lambda asked: replace(asked, ago=SIX_MINUTES),
    "signed for in six minutes": lambda asked: replace(asked, ago=-SIX_MINUTES),
    "a time that is none": lambda asked: with_header(asked, "X-Amz-Date", "yesterday"),
    "for another host": lambda asked: with_header(asked, "Host", "s3.eu-west-1.amazonaws.com"),
    "for a bucket's host": lambda asked: with_header(asked, "Host", f"{OPEN}.localhost"),
    "the host not signed": lambda asked: replace(asked, unsigned={"Host"}),
    "the time not signed": lambda asked: replace(asked, unsigned={"X-Amz-Date"}),
    "the body's hash not signed": lambda asked: replace(asked, unsigned={"X-Amz-Content-SHA256"}),
    "a body signed in chunks": lambda asked: with_header(
        asked, "X-Amz-Content-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    ),
    "S3's body not named": lambda asked: replace(asked, headers={"X-Amz-Content-SHA256": ""}),
    "a header behind the body": lambda asked: in_chunks(asked, x_amz_meta_owner="mallory"),
    "for another service": lambda asked: replace(asked, service="iam"),
    "for a service that is off": lambda asked: replace(asked, service="lambda"),
    "another service's target": lambda asked: with_header(asked, "X-Amz-Target", "AWSSecurityTokenServiceV20110615.X"),
    "another method": lambda asked: replace(asked, method="PATCH"),
    "a form, which signs for itself": lambda asked: replace(
        asked, method="POST", target=f"/{OPEN}", headers={"Content-Type": "multipart/form-data; boundary=x"}
    ),
}
AFTER_SIGNING: dict[str, Callable[[Asked], Asked]] = {
    "another body": lambda asked: replace(asked, body=b"as forged"),
    "another object": lambda asked: replace(asked, target=f"/{OPEN}/forged"),
    "another query": lambda asked: replace(asked, target=f"{asked.target}?tagging"),
    "another method": lambda asked: replace(asked, method="DELETE"),
    "another account's root": lambda asked: with_authorization(asked, "=111111111111/", "=222222222222/"),
    "another region": lambda asked: with_authorization(asked, f"/{story.REGION}/", "/us-east-1/"),
    "two keys": lambda asked: with_authorization(asked, "Credential=", "Credential=222222222222/x, Credential="),
    "another kind of signature": lambda asked: with_authorization(asked, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
    "one more header of AWS's": lambda asked: with_header(asked, "X-Amz-Acl", "public-read"),
    "a header's value": lambda asked: with_header(asked, "X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD"),
    "a second signature in the query": lambda asked: replace(
        asked, target=f"{asked.target}?X-Amz-Credential=222222222222/20261125/eu-west-1/s3/aws4_request"
    ),
    "something behind a hash": lambda asked: replace(asked, target=f"{asked.target}#forged"),
}


@pytest.mark.parametrize("change", BEFORE_SIGNING.values(), ids=list(BEFORE_SIGNING))
def test_root_s_secret_alone_is_not_enough(change: Callable[[Asked], Asked], line: Line, world: World) -> None:
    """What was signed must be of now, for here, complete, and something that is served."""
    assert line.ask(change(replace(PUT, by=world.callers[ROOT]))).status in (400, 403)


def test_clocks_may_differ_a_little(line: Line, world: World) -> None:
    """By four minutes either way."""
    for ago in (FOUR_MINUTES, -FOUR_MINUTES):
        assert line.ask(replace(PUT, by=world.callers[ROOT], ago=ago)).status == 200


@pytest.mark.parametrize("change", AFTER_SIGNING.values(), ids=list(AFTER_SIGNING))
def test_what_was_signed_cannot_be_changed(change: Callable[[Asked], Asked], line: Line, world: World) -> None:
    """Nothing of it, nor can anything be added."""
    assert line.send(change(signed(replace(PUT, by=world.callers[ROOT]), line.host))).status in (400, 403)
    assert line.ask(Asked("GET", f"/{OPEN}/forged")).status == 404


@pytest.mark.parametrize("caller", [ALICE, SESSION])
def test_the_body_is_the_one_that_a_user_signed(caller: str, line: Line, world: World) -> None:
    """Ministack does not look."""
    asked = signed(replace(PUT, by=world.callers[caller]), line.host)

    assert line.send(replace(asked, body=b"as forged")).status == 403
    assert line.send(asked).status == 200


@pytest.mark.parametrize("kind", [S3SigV4QueryAuth, HmacV1QueryAuth], ids=["Version 4", "Version 2"])
@pytest.mark.parametrize("right", [True, False], ids=["the secret", "another"])
@pytest.mark.parametrize("caller", [ROOT, ALICE, SESSION])
def test_presigned_urls_are_off(caller: str, right: bool, kind: Any, line: Line, world: World) -> None:
    """Nothing here needs one, so not even a right one is served."""
    who = world.callers[caller]
    signing = Signing(who.access_key, who.secret if right else "another", who.token)
    request = AWSRequest("GET", f"https://{line.host}{OBJECT}")
    (kind(signing, "s3", story.REGION) if kind is S3SigV4QueryAuth else kind(signing)).add_auth(request)

    assert line.ask(Asked("GET", request.url.removeprefix(world.aws.endpoint))).by_the_guard


def test_no_websocket_is_opened(line: Line) -> None:
    """An upgrade is refused before ministack hears of it."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="

    assert line.ask(Asked("GET", "/_aws/execute-api/abcdef12/prod", upgrade)).status == 403


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("lambda", "list_functions"),
        ("ecr", "describe_repositories"),
        ("rds", "describe_db_instances"),
        ("codebuild", "list_projects"),
        ("ecs", "list_clusters"),
        ("stepfunctions", "list_state_machines"),
        ("sqs", "list_queues"),
    ],
)
def test_other_services_are_off(service: str, operation: str, world: World) -> None:
    """For root too: nobody makes a function, an instance, or a build."""
    client = world.clients.of_account(service, story.TRUSTING_ACCOUNT)

    assert code(getattr(client, operation)).startswith("AccessDenied")


def test_no_stack_runs_code(world: World, tmp_path: Path) -> None:
    """CloudFormation makes functions though Lambda is off; ministack would run this one, as whoever started it."""
    ran, cloudformation = tmp_path / "ran", world.clients.of_account("cloudformation", story.TRUSTING_ACCOUNT)
    role = f"arn:aws:iam::{story.TRUSTING_ACCOUNT}:role/everything"
    function: dict[str, Any] = {"Runtime": "python3.12", "Handler": "index.handler", "Role": role}
    function |= {"Code": {"ZipFile": f"def handler(event, context):\n    open({str(ran)!r}, 'w').close()\n"}}
    asking = {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 2}
    resources = {
        "Function": {"Type": "AWS::Lambda::Function", "Properties": function},
        "Asking": {"Type": "Custom::Asking", "Properties": asking},
    }
    cloudformation.create_stack(StackName="code", TemplateBody=json.dumps({"Resources": resources}))
    with pytest.raises(WaiterError, match="terminal failure state"):
        cloudformation.get_waiter("stack_create_complete").wait(StackName="code", WaiterConfig={"Delay": 1})

    assert "the local AWS runs no code" in (world.aws.folder / "server.log").read_text()
    assert not ran.exists()


@contextmanager
def acting_as(user: int) -> Iterator[None]:
    """Sockets opened in the block are that user's."""
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)


def test_another_user_is_not_served(world: World, not_run: Callable[[str], None]) -> None:
    """Though with the right secret: the connection is not of the user who started the server."""
    if os.geteuid() != 0 or not Path("/proc/net/tcp").exists():
        not_run("another user's connection to the local AWS, which takes root and /proc")
        return
    seen = []
    for user in (0, NOBODY):
        line = Line(world.aws)
        with acting_as(user):
            line.connect()
        seen.append(line.ask(Asked(by=world.callers[ROOT])))
        line.close()

    assert [each.status for each in seen] == [200, 403]
    assert "nobody but the user who started it" in seen[1].body


def test_a_socket_of_ipv6_has_an_owner_too(world: World, not_run: Callable[[str], None]) -> None:
    """As programs that always open one have it: its own user's is served, though it stands in another table."""
    if not Path("/proc/net/tcp6").exists():
        not_run("a connection to the local AWS by an IPv6 socket, which takes IPv6 and /proc")
        return
    trusted = ssl.create_default_context(cafile=str(world.aws.certificate))
    with socket.socket(socket.AF_INET6) as plain:
        plain.connect(("::ffff:127.0.0.1", world.aws.port))
        with trusted.wrap_socket(plain, server_hostname="127.0.0.1") as line:
            host = f"127.0.0.1:{world.aws.port}"
            line.sendall(f"GET /{OPEN}/there HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            answered = b"".join(iter(lambda: line.recv(4096), b""))

    assert answered.endswith(b"for everybody")
