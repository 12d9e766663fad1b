"""The handoff: what a synthesis wrote for the people of the trusted side, read without loading anything heavy.

The document is `xacct-agreements.json` of the cloud assembly. It holds no secret.
"""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from xacct_constructs.arns import parse
from xacct_constructs.client.agreements import MALFORMED, read, require_none, unreadable
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE
from xacct_constructs.names import AGREEMENTS_FILE, is_role_arn

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement

PLACE_VARIABLE = "XACCT_AGREEMENTS"
_SHOWN = 10


class _Named(Protocol):
    @property
    def role_arn(self) -> str: ...

    @property
    def role_name(self) -> str: ...


Found = TypeVar("Found", bound=_Named)


class Handoff:
    """One role to assume: its agreement as the document has it, and the region of its stack."""

    __slots__ = ("file", "region", "role_arn", "values")

    def __init__(
        self, role_arn: str, values: Mapping[str, Any] | None, region: str | None, file: str | None = None
    ) -> None:
        """Keep what is known.

        Args:
            role_arn: The role.
            values: The agreement in JSON values; None for a role that no agreement of ours made.
            region: The region of the role's stack; None where it is not known.
            file: The document; None where there is none.
        """
        self.role_arn = role_arn
        self.values = values
        self.region = region
        self.file = file

    @property
    def role_name(self) -> str:
        """The role's name, without its path."""
        return parse(self.role_arn).name

    @property
    def agreement(self) -> "Agreement":
        """The agreement itself.

        Raises:
            AssumeError: There is none, or it is not as this version writes them.
        """
        from xacct_constructs.agreement.serialize import UnknownTypeError, from_json

        if self.values is None:
            raise AssumeError(f"{self.role_arn} was given by its ARN; no agreement of it is known", USAGE)
        file = self.file or "the agreement"
        try:
            made = from_json(self.values)
            for index, each in enumerate(made.trusted_principals):
                require_none(file, each.check(f"trusted_principals[{index}]"))
        except MALFORMED as problem:
            named = f" ({problem})" if isinstance(problem, UnknownTypeError) else ""
            why = f"it is not as this version writes it{named}; run cdk synth again"
            raise unreadable(file, why) from problem
        return made

    @property
    def is_entered_by_tokens(self) -> bool:
        """Whether nobody in AWS may assume it, but whoever has a token of an identity provider."""
        people = (self.values or {}).get("trusted_principals", ())
        return bool(people) and all("provider" in each for each in people)

    @property
    def safeguards(self) -> Mapping[str, Any]:
        """The agreement's safeguards in JSON values; empty where no agreement is known."""
        found: Mapping[str, Any] = (self.values or {}).get("safeguards", {})
        return found


def of_role_arn(role_arn: str, region: str | None = None) -> Handoff:
    """A role that no document tells of.

    Raises:
        AssumeError: It is not the ARN of a role.
    """
    if not is_role_arn(role_arn):
        raise AssumeError(f"must be a role's ARN such as arn:aws:iam::111111111111:role/NAME, got {role_arn!r}", USAGE)
    return Handoff(role_arn, None, region)


def load(name: str, place: str | os.PathLike[str] | None = None) -> Handoff:
    """Find an agreement by its role's name or ARN.

    Args:
        name: The role's name, or its ARN.
        place: The document, or a folder that holds it. Left out: what the environment's `XACCT_AGREEMENTS` says,
            else `xacct-agreements.json` here, else the one in `cdk.out`.

    Raises:
        AssumeError: There is no document, it cannot be read, or the name fits none of its agreements, or several.
    """
    file = _find(place)
    return chosen(name, _read(file), file)


def chosen(name: str, every: Sequence[Found], file: str) -> Found:
    """The one of some agreements that has this name, or whose role has this ARN.

    Args:
        name: The role's name, or its ARN.
        every: The agreements.
        file: Where they stand, for the message.

    Raises:
        AssumeError: The name fits none of them, or several.
    """
    found = [each for each in every if name in (each.role_arn, each.role_name)]
    if len(found) == 1:
        return found[0]
    if found:
        arns = " and ".join(each.role_arn for each in found)
        raise AssumeError(f"{name} is ambiguous in {file}: {arns}; give the ARN", USAGE)
    known = ", ".join(each.role_name for each in every[:_SHOWN]) or "none"
    more = f", and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    raise AssumeError(f"{name} is not in {file}; it has: {known}{more}", USAGE)


def load_all(place: str | os.PathLike[str] | None = None) -> list[Handoff]:
    """Every agreement of a document; the argument and the errors are those of `load`."""
    return _read(_find(place))


def _find(place: str | os.PathLike[str] | None) -> str:
    given = os.fspath(place) if place is not None else os.environ.get(PLACE_VARIABLE) or None
    tried = [AGREEMENTS_FILE, "cdk.out"] if given is None else [given]
    for each in tried:
        file = os.path.join(each, AGREEMENTS_FILE) if os.path.isdir(each) else each
        if os.path.exists(file):
            return os.path.abspath(file)
    fix = f"pass --agreements FILE, set {PLACE_VARIABLE}, or run cdk synth; or give the role by --role-arn"
    raise AssumeError(f"no agreements at {' or '.join(each or repr(each) for each in tried)}; {fix}", USAGE)


def _read(file: str) -> list[Handoff]:
    return [Handoff(each.role_arn, each.values, each.region, file) for each in read(file)]
