"""What a proof takes for granted, in words: everything that lies outside the assembly."""

from collections.abc import Iterator, Sequence

from xacct_constructs.agreement import Agreement, TrustedAccount, TrustedRole
from xacct_constructs.assembly import Assembly, UnknownKind
from xacct_constructs.permissions import S3Read


def assumptions(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[str]:
    """One sentence for each."""
    yield "No organization policy stands against the access."
    yield "Policies of resources other than buckets and keys (queues, topics, secrets …) open nothing to others."
    yield "The administrators of the trusting accounts, and the AWS services their roles trust, act for these accounts."
    for agreement in agreements:
        yield from _of_agreement(assembly, agreement)
    agreed = {agreement.role_arn for agreement in agreements}
    for identity in assembly.identities:
        for arn in identity.outside if identity.arn not in agreed else ():
            yield f"{arn}, attached to {identity.arn}, lies outside the assembly and allows nothing."
        if identity.boundary_arn and identity.boundary is None:
            bounded = f"{identity.boundary_arn}, the boundary of {identity.arn}"
            yield f"{bounded}, lies outside the assembly and excludes nothing."
    if any(unknown.kind is UnknownKind.GENERATED for unknown in assembly.unknowns.values()):
        yield "A name that CloudFormation makes is no name that stands in the templates."


def _of_agreement(assembly: Assembly, agreement: Agreement) -> Iterator[str]:
    if agreement.existing_role:
        yield f"{agreement.role_arn} exists already: its trust is as agreed, and it has no other policies."
    for principal in agreement.trusted_principals:
        if isinstance(principal, TrustedAccount):
            yield f"Account {principal.account} lets only whom it should assume {agreement.role_arn}."
        elif (found := assembly.identity(principal.arn(agreement.partition))) is None or found.existing:
            yield f"{principal.arn(agreement.partition)} is allowed by its own account to assume {agreement.role_arn}."
        if isinstance(principal, TrustedRole):
            arn = principal.arn(agreement.partition)
            yield f"Account {principal.account} and its identity providers let into {arn} only whom they should."
    for permission in agreement.permissions:
        if not isinstance(permission, S3Read):
            continue
        bucket = permission.bucket_arn(agreement.partition)
        if bucket not in assembly.buckets:
            yield f"{bucket} is not in the assembly: its bucket policy neither opens it to others nor denies the role."
        if permission.kms_key is not None and str(permission.kms_key) not in assembly.keys:
            yield f"{permission.kms_key} is not in the assembly: its key policy lets the role decrypt."
