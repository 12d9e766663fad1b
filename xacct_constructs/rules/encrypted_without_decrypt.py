"""XA709: objects of a bucket encrypted by a KMS key are read without kms:Decrypt."""

from collections.abc import Iterator

from xacct_constructs.assembly import Identity, Resource
from xacct_constructs.finding import Severity
from xacct_constructs.iam import Match, Request, Statement, UndecidedError
from xacct_constructs.proof import caller_of
from xacct_constructs.rules.objects import readings
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, covers, origin_of
from xacct_constructs.rules.violation import Violation
from xacct_constructs.services import S3_BUCKET

RULE = Rule(
    code="XA709",
    name="an encrypted bucket is read without decrypt",
    why="S3 answers 403: reading an object takes kms:Decrypt on the key that encrypts it.",
    fix="allow kms:Decrypt on the key, with kms:ViaService for S3 in the bucket's region",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement that reads an encrypted bucket of the assembly, of a principal that cannot decrypt."""
    buckets = {arn: each for arn, each in subject.assembly.resources.items() if each.kind == S3_BUCKET}
    encrypted = {arn: each for arn, each in buckets.items() if each.kms_key not in (None, S3_BUCKET.aws_managed_key)}
    for who, statements in subject.permissions if encrypted else ():
        for statement, keys in readings(subject, statements):
            named = [keys.bucket] if keys.bucket in encrypted else encrypted if set(keys.bucket) & set("*?") else []
            for bucket in (encrypted[arn] for arn in named if covers((keys.bucket,), arn)):
                if not _decrypts(subject, who, statements, bucket):
                    message = f"reads {bucket.arn}, which {bucket.kms_key} encrypts, and {who.arn} may not decrypt"
                    yield at(statement, message, bucket.arn)


def _decrypts(subject: Subject, who: Identity, statements: tuple[Statement, ...], bucket: Resource) -> bool:
    """Whether a policy of the principal, or the key's own by the principal's name, allows it."""
    key = str(bucket.kms_key)
    decrypting = [each for each in statements if each.allows and each.speaks_of("kms:Decrypt")]
    # Of a key that is named by alias or ID alone, nobody can tell from here which ARN it has.
    if any(":key/" not in key or each.not_resources or covers(each.resources, key) for each in decrypting):
        return True
    found = subject.assembly.resources.get(key)
    request = Request(caller_of(who), "kms:Decrypt", key)
    return any(
        each.allows and each.speaks_of("kms:Decrypt") and _names(subject, each, request)
        for each in (subject.statements(*found.policies) if found else ())
    )


def _names(subject: Subject, statement: Statement, request: Request) -> bool:
    """Whether a statement names the caller by more than its account; where that is not known, it is a doubt."""
    try:
        return statement.match(request) > Match.ACCOUNT
    except UndecidedError as problem:
        subject.doubt(origin_of(statement), problem, statement.written)
        return True
