"""The key that encrypts what a resource holds, as far as the assembly tells.

Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; Amazon DynamoDB Developer Guide,
"Resource-based policy considerations".
"""

import re
from typing import NamedTuple

from xacct_constructs.arns import Arn, is_arn, parse
from xacct_constructs.assembly import Assembly, Resource, UnknownKind
from xacct_constructs.iam import Request, UndecidedError
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.used import KEY_ACTIONS
from xacct_constructs.unknowns import is_settled, unknowns_in, why

UNKNOWN_KEY = "and which key that is is not known here"


class Encryption(NamedTuple):
    """What encrypts a resource.

    Attributes:
        written: The key, as the template names it.
        key: Its ARN; empty for a key of AWS's own, and for one that is not known.
        is_aws: Whether it is a key of AWS's own, which everybody of the resource's account may use through the service.
        open_why: Why it may be no key at all; empty, where it is one.
    """

    written: str
    key: str = ""
    is_aws: bool = False
    open_why: str = ""


def encryption(assembly: Assembly, held: Resource) -> Encryption | None:
    """What encrypts a resource; None for no key of KMS."""
    written = held.kms_key
    if written is None:
        return _by_aws(held)
    key = _arn(assembly, held, written)
    if ":alias/" in key:
        key = _arn(assembly, held, assembly.aliases.get(key, key))
    if is_open(assembly, key) or ":alias/" in key:
        return Encryption(str(written), is_aws=":alias/aws/" in key)
    return Encryption(str(written), key)


def alias(assembly: Assembly, held: Resource) -> str:
    """The ARN of the alias by which its key is named; empty where it is named otherwise, or not."""
    named = "" if held.kms_key is None else _arn(assembly, held, held.kms_key)
    return named if ":alias/" in named and not is_open(assembly, named) else ""


def _by_aws(held: Resource) -> Encryption | None:
    """The key of AWS's own, where it encrypts without that a key is named."""
    said = [held.settings[each] for each in ("encryption", "encryption by KMS") if each in held.settings]
    if any(_BY_KMS.search(each) for each in map(str, said) if is_settled(each)):
        return Encryption(held.kind.aws_managed_key, is_aws=True)
    open_why = why([unknown for each in said for unknown in unknowns_in(each)])
    return Encryption(held.kind.aws_managed_key, is_aws=True, open_why=open_why) if open_why else None


_BY_KMS = re.compile("(?i)kms|^true$")
"""How settings say that a key of KMS encrypts: by its name, or as a truth."""


def decryption(access: Access, request: Request) -> Request | None:
    """What the service asks of the key for a request on what is encrypted; None where it asks nothing.

    Raises:
        UndecidedError: Which key that is is not known here.
    """
    request = access.seen(request)[-1]
    held = access.assembly.resource(request.resource)
    found = encryption(access.assembly, held) if held is not None else None
    asked = KEY_ACTIONS.get(request.action.lower())
    if held is None or found is None or asked is None:
        return None
    if found.is_aws and request.caller.account == held.account:
        return None
    if not found.key:
        why = "a key of AWS's own that no other account may use" if found.is_aws else UNKNOWN_KEY
        raise UndecidedError(f"{found.written} encrypts {held.arn}, {why}")
    key, service = parse(found.key), held.kind.service
    context = {
        "kms:ViaService": f"{service}.{key.region}.{DNS_SUFFIXES[key.partition]}",
        **held.kind.told_to_kms(held.arn),
    }
    return Request(request.caller, asked, found.key, context=context)


def _arn(assembly: Assembly, held: Resource, named: object) -> str:
    """The ARN of what is named by its ID or alias alone: one of the resource's account and region."""
    if is_open(assembly, named) or is_arn(str(named)):
        return str(named)
    of = parse(held.arn)
    resource = str(named) if str(named).startswith("alias/") else f"key/{named}"
    return str(Arn(of.partition, "kms", of.region or held.region, held.account, resource))


def is_open(assembly: Assembly, value: object) -> bool:
    """Whether a value holds something that only deployment settles, and that can be anything."""
    unknowns = assembly.unknowns.values()
    return not isinstance(value, str) or any(each.kind is UnknownKind.OPEN and each.text in value for each in unknowns)
