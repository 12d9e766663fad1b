"""What is found of an agreement: values that `report` words."""

from dataclasses import dataclass
from enum import Enum, auto

from xacct_constructs.iam import Request, Statement

TRUST, IDENTITY, PERMISSIONS = "trust policy", "identity policy", "permission policy"
ROLE_BOUNDARY, PRINCIPAL_BOUNDARY = "role's boundary", "principal's boundary"
KEY = "key policy"
BOUNDARIES = (ROLE_BOUNDARY, PRINCIPAL_BOUNDARY)
"""What documents are called; those of resources are called after their kinds."""

PRINCIPAL, ACTION, RESOURCE, NOTHING = "principal", "action", "resource", "nothing"
"""What a statement lacks, beside condition keys; nothing: there is no statement that allows anything."""


class What(Enum):
    """What is so, or was not seen, and what it is said about; `got` and `wanted` where they are named here."""

    NO_ANSWER = auto()
    """AWS did not say who the credentials are."""
    NOBODY = auto()
    """AWS does not know the credentials; `got`: why."""
    STRANGER = auto()
    """Credentials are of an account that is not agreed: `got`; agreed are `wanted` and one of several."""
    PERHAPS_MEMBER = auto()
    """Credentials are of account `got`, and whether that is of `wanted`, which is agreed, was not looked at."""
    OTHER_PARTITION = auto()
    """Credentials are of partition `got`, the role is in `wanted`."""
    NO_CLOCK = auto()
    """AWS's clock was not seen."""
    CLOCK_BEHIND = auto()
    """This machine's is, by `got` minutes."""
    CLOCK_AHEAD = auto()
    """This machine's is, by `got` minutes."""

    NO_ROLE = auto()
    """No role of this name in account `wanted`."""
    NO_PRINCIPAL = auto()
    """No user or role, `got`, of this name in account `wanted`."""
    ROLE_ELSEWHERE = auto()
    """The role's ARN is `got`, agreed is `wanted`."""
    PRINCIPAL_ELSEWHERE = auto()
    """The ARN of a kind of principal is `got`, agreed is `wanted`."""
    SHORTER_SESSIONS = auto()
    """The role gives sessions of `got` seconds, agreed are `wanted`."""
    OPEN_SESSIONS = auto()
    """How long the role's sessions are is settled at deployment, agreed are `wanted`."""
    ANY_USER = auto()
    ANY_ASSIGNED = auto()
    PROVIDER = auto()
    """Any user of this account may ask, and none is signed in."""
    ANY_MEMBER = auto()
    """Anybody of the accounts of an organization may ask, and which those are was not looked at."""
    UNKNOWN_DEVICE = auto()
    """Who has the MFA device behind a principal is not known."""
    NOT_IN_GROUP = auto()
    """User `about` is not in the group `wanted`."""
    NO_DEVICE = auto()
    """A user has no MFA device, and needs one."""
    NO_KEY = auto()
    """A KMS key is not there."""
    KEY_OFF = auto()
    """A KMS key is in state `got`."""
    NO_RESOURCE = auto()
    """A resource of the kind `got` is not there, or not the account's, `wanted`."""
    OTHER_OWNER = auto()
    """A resource is of account `got`, agreed is `wanted`."""
    NO_DECRYPT = auto()
    """A resource is encrypted with key `got`, and none is agreed; its permission is a `wanted` of one of several."""
    OTHER_KEY = auto()
    """A resource is encrypted with key `got`, agreed is `wanted`."""
    OF_ANOTHER = auto()
    """A bucket leaves objects to whoever wrote them, and object `got` is another account's."""
    NO_INDEX = auto()
    """A table has not the several indexes that are agreed."""
    NO_STREAM = auto()
    """A table has no stream."""
    STREAM_POLICY = auto()
    """A stream has a policy of its own, which is not judged."""

    DELETED = auto()
    """The trust policy names the unique ID of a principal that was deleted."""
    REVOKED_BY_US = auto()
    """Sessions given out before this moment are refused, by `xacct revoke`."""
    REVOKED_IN_CONSOLE = auto()
    """The same, by the console."""
    REVOKED = auto()
    """The same, by `got`."""

    MISSING = auto()
    """It is not there."""
    NOT_IN_ASSEMBLY = auto()
    """It is not in the assembly."""
    NEEDS_CREDENTIALS = auto()
    """It takes credentials of this account."""
    NEEDS_TRUSTING = auto()
    """It takes credentials of this account, the trusting one."""
    NEEDS_TRUSTED = auto()
    """It takes credentials of this account, a trusted one."""
    NOT_SEEN = auto()
    """It was not seen."""
    NOT_LOOKED_AT = auto()
    """Nobody looked at it."""
    NOT_READ = auto()
    """It was not seen, and the first of several is why."""
    FIRST_ONLY = auto()
    """Of the objects below it only `got` were looked at."""
    EXISTS = auto()
    """A role or user exists already, so that the assembly does not say how it is."""
    EXISTS_WITH_POLICIES = auto()
    """The same, and what it may do."""
    EXISTS_WITH_BOUNDARY = auto()
    """The same, and whether it has a permissions boundary."""
    OUTSIDE = auto()
    """Several policies that may allow it were not seen."""
    RAW_STATEMENTS = auto()
    """Raw statements name no requests."""
    UNKNOWN_KIND = auto()
    """A permission of this kind is not known."""
    MAY_ALLOW = auto()
    """A statement allows the request or not, which turns on several things that only a real request has."""
    MAY_DENY = auto()
    """A statement denies the request or not, which turns on the same."""
    SESSION_NAME = auto()
    """The name of a session, which is not known."""
    KEY_BELOW = auto()
    """Which key below this prefix is asked for."""
    IS_BOUNDED = auto()
    """Whether the caller has a permissions boundary."""

    ONLY_ITSELF = auto()
    """Seen only when a trusted principal itself asks."""
    NEEDS_MFA = auto()
    """The role is assumed with MFA alone."""
    ORGANIZATION_DENIES = auto()
    """A policy of the organization, of the kind `wanted`, denies the role; `got`: AWS's words."""
    STS_UNDECIDED = auto()
    """STS neither allowed nor refused; `got`: AWS's words."""
    REFUSED_AS_SAID = auto()
    """AWS refuses, as other checks say why; `got`: AWS's words."""
    REFUSED_UNSEEN = auto()
    """AWS refuses, and several documents were not seen; `got`: AWS's words."""
    REFUSED_ANYHOW = auto()
    """AWS refuses several actions that every policy allows; `got`: AWS's words."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is so, or was not seen.

    Attributes:
        what: What.
        about: What it is said about: an ARN, a name.
        got: What is there.
        wanted: What is agreed, or asked for.
        several: What else it names, where that may be several.
    """

    what: What
    about: str = ""
    got: str = ""
    wanted: str = ""
    several: tuple["Why", ...] = ()


Why = str | Found
"""A reason: what was found, or a text as AWS, boto3, or who read a policy gave it."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why one document does not let a request through.

    Attributes:
        document: Which document: `trust policy`, `permission policy` and so on.
        about: ARN of what carries the document.
        lacks: What the nearest allow lacks: a condition key in lower case, or one of the words above; of a deny, its
            key.
        wanted: What the document asks for: each condition of a deny, one of an allow, each principal, action or
            resource that it names. Empty: it names none.
        got: What the request has. Empty: nothing.
        statement: The deny that hits; None where an allow is missing.
        request: The request that it stops.
    """

    document: str
    about: str
    lacks: str
    wanted: tuple[str, ...]
    got: tuple[str, ...]
    statement: Statement | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A document that could not be judged, and why.

    Attributes:
        document: What the document is called.
        why: Why.
        lacking: What a statement of it turns on: condition keys, or what else is not known. Empty: it is not about one.
    """

    document: str
    why: Why
    lacking: tuple[Why, ...] = ()

    @property
    def lacks(self) -> str:
        """The first that is not known, in lower case, where that is a condition key; else empty."""
        first = self.lacking[0] if self.lacking else ""
        return first.lower() if isinstance(first, str) else ""
