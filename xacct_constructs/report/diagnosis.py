"""What doctor found, and what mends it, in words."""

import json
import shlex
from collections.abc import Mapping
from typing import NamedTuple

from xacct_constructs.operations.diagnosis import Diagnosis
from xacct_constructs.operations.found import (
    ACTION,
    KEY,
    NOTHING,
    PRINCIPAL,
    RESOURCE,
    TRUST,
    Found,
    Obstacle,
    What,
    Why,
)
from xacct_constructs.operations.mends import Command, How, Mend
from xacct_constructs.report.words import step_words


class _Words(NamedTuple):
    """How a thing is worded; a value's fields stand in braces.

    Attributes:
        found: What it is.
        mend: What mends it, where that follows.
        between: What stands between several.
    """

    found: str
    mend: str = ""
    between: str = ", "


_IS_ENCRYPTED = "{about} is encrypted with {got}"
_REVOKED = "sessions given out before {about} are refused, revoked"
_TURNS_ON = "it or not, which turns on {several}: only a real request shows that"
_CLOCK = "set the clock, for example: sudo timedatectl set-ntp true"
_FOUND: Mapping[What, _Words] = {
    What.NO_ANSWER: _Words("AWS did not say who the credentials are"),
    What.NOBODY: _Words(
        "{got}", "sign in again, for example: aws sso login --profile PROFILE; and see that AWS can be reached"
    ),
    What.STRANGER: _Words(
        "{about} is of account {got}; the agreement is between {wanted} and {several}",
        "pass a profile of one of them; see: aws configure list-profiles",
        " or ",
    ),
    What.PERHAPS_MEMBER: _Words("{about} is of account {got}; whether that is among {wanted} is not looked at here"),
    What.OTHER_PARTITION: _Words(
        "{about} is in partition {got}, the role in {wanted}: nobody crosses partitions",
        "use an account of {wanted}, or write a role in {got}",
    ),
    What.NO_CLOCK: _Words("AWS did not answer, so its clock was not seen"),
    What.CLOCK_BEHIND: _Words("this machine's clock is {got} minutes behind AWS's", _CLOCK),
    What.CLOCK_AHEAD: _Words("this machine's clock is {got} minutes ahead of AWS's", _CLOCK),
    What.NO_ROLE: _Words("there is no role {about} in {wanted}", "deploy the trusting half: cdk deploy"),
    What.NO_PRINCIPAL: _Words("there is no {got} {about} in {wanted}", "deploy the trusted half: cdk deploy"),
    What.ROLE_ELSEWHERE: _Words("the role is {got}, agreed is {wanted}: the path is another", "write path={about!r}"),
    What.PRINCIPAL_ELSEWHERE: _Words(
        "the {about} is {got}, agreed is {wanted}: the path is another", "agree on {got}, path included"
    ),
    What.SHORTER_SESSIONS: _Words("the role gives sessions of at most {got} s, agreed are {wanted} s"),
    What.OPEN_SESSIONS: _Words("how long the role's sessions are is settled at deployment, agreed are {wanted} s"),
    What.ANY_USER: _Words("any user of {about} may ask; sign in as one with --trusted-profile"),
    What.NOT_IN_GROUP: _Words("{about} is not in the group {wanted}"),
    What.ANY_ASSIGNED: _Words("who is assigned to {about} was not looked at; sign in as one with --trusted-profile"),
    What.PROVIDER: _Words(
        "whether IAM knows {about}, with the audience {got}, was not looked at",
        "aws iam get-open-id-connect-provider --open-id-connect-provider-arn {about}",
    ),
    What.ANY_MEMBER: _Words("{about} may ask, and which accounts that has is not looked at here"),
    What.UNKNOWN_DEVICE: _Words("who has the MFA device behind {about} is not known"),
    What.NO_DEVICE: _Words(
        "the agreement asks for MFA, and {about} has no device",
        "aws iam enable-mfa-device --user-name {about} --serial-number ARN --authentication-code1 …",
    ),
    What.NO_KEY: _Words("there is no key {about}", "mend kms_key in the agreement, and deploy"),
    What.KEY_OFF: _Words("{about} is {got}"),
    What.NO_RESOURCE: _Words(
        "{about} is not a {got} of {wanted}: it is not there, or it is somebody else's",
        "deploy the {got}, or mend its name or owner in the agreement",
    ),
    What.OTHER_OWNER: _Words("{about} is of account {got}, agreed is {wanted}", "write owner={got!r}"),
    What.NO_DECRYPT: _Words(
        f"{_IS_ENCRYPTED}, and the agreement gives no kms:Decrypt",
        "write {wanted}({several!r}, …, kms_key={got!r}) and deploy",
    ),
    What.OTHER_KEY: _Words(f"{_IS_ENCRYPTED}, the agreement names {{wanted}}", "write kms_key={got!r} and deploy"),
    What.OF_ANOTHER: _Words("{about} leaves objects to whoever wrote them, and {got} is another account's"),
    What.NO_INDEX: _Words("{about} has no index {several}", "deploy the index, or leave it out of indexes"),
    What.NO_STREAM: _Words("{about} has no stream", "turn its stream on, or leave out streams"),
    What.STREAM_POLICY: _Words("{about} has a policy of its own, which is not judged here"),
    What.DELETED: _Words(
        "the trust policy names {about}: the principal was deleted, and one made again is another",
    ),
    What.REVOKED_BY_US: _Words(f"{_REVOKED} by xacct revoke; later ones are not"),
    What.REVOKED_IN_CONSOLE: _Words(f"{_REVOKED} in the console; later ones are not"),
    What.REVOKED: _Words(f"{_REVOKED} by {{got}}; later ones are not"),
    What.MISSING: _Words("{about} is not there"),
    What.NOT_IN_ASSEMBLY: _Words("{about} is not in the assembly"),
    What.NEEDS_CREDENTIALS: _Words("needs credentials of {about}"),
    What.NEEDS_TRUSTING: _Words("needs credentials of {about}; pass --trusting-profile"),
    What.NEEDS_TRUSTED: _Words("needs credentials of {about}; pass --trusted-profile"),
    What.NOT_SEEN: _Words("{about} was not seen"),
    What.NOT_LOOKED_AT: _Words("not seen"),
    What.NOT_READ: _Words("{about} {several}"),
    What.FIRST_ONLY: _Words("of {about} only the first {got} objects"),
    What.EXISTS: _Words("{about} exists already; its account says how it is"),
    What.EXISTS_WITH_POLICIES: _Words("{about} exists already; its account says what it may do"),
    What.EXISTS_WITH_BOUNDARY: _Words("{about} exists already; its account says whether it has one"),
    What.OUTSIDE: _Words("{several} may allow it, and was not seen"),
    What.RAW_STATEMENTS: _Words(
        "raw statements do not say which requests they are for, so none was asked; see: xacct prove"
    ),
    What.UNKNOWN_KIND: _Words("a permission of the kind {about} is not known here, so nothing was asked for it"),
    What.MAY_ALLOW: _Words(f"{{about}} allows {_TURNS_ON}", between=" and "),
    What.MAY_DENY: _Words(f"{{about}} denies {_TURNS_ON}", between=" and "),
    What.SESSION_NAME: _Words("the name of the session"),
    What.KEY_BELOW: _Words("which key below {about} is asked for"),
    What.IS_BOUNDED: _Words("whether the caller has a permissions boundary"),
    What.ONLY_ITSELF: _Words("seen only when the trusted principal itself asks; sign in as it"),
    What.NEEDS_MFA: _Words("the agreement asks for MFA; xacct verify assumes the role with it"),
    What.ORGANIZATION_DENIES: _Words(
        "a {wanted} denies it: {got}", "whoever runs the organization excepts {about} from the {wanted}"
    ),
    What.STS_UNDECIDED: _Words("STS did not decide: {got}"),
    What.REFUSED_AS_SAID: _Words("AWS refuses, as the checks above say why: {got}"),
    What.REFUSED_UNSEEN: _Words(
        "AWS refuses: {got}",
        "see why with credentials that may look at it: {several}; an organization's policy may be why as well",
    ),
    What.REFUSED_ANYHOW: _Words(
        "every policy seen allows {several}, and AWS still refuses: {got}",
        "ask whoever runs the organization of either account for a service or resource control policy;"
        " a policy changed within the last minute may still spread",
    ),
}

_MENDS: Mapping[How, str] = {
    How.SEE_PROOF: "see: xacct prove",
    How.UNDO: "if access may come back: xacct revoke {about} --undo",
    How.CONSOLE: "whoever revoked the role's sessions in the console decides: sessions given out after that moment"
    " work, older ones once {about} is gone; xacct revoke --undo leaves it alone",
    How.ENDED: "the agreement has ended: move safeguards.expiry and deploy, or leave it so",
    How.WRITER: "whoever wrote {about} decides, and excepts from it what is agreed: it guards {wanted}",
    How.PRESENT: "present the external ID that the agreement names",
    How.ASKS_FOR_MORE: "the {about} of {wanted} asks for {several} besides: its owner agrees on that with you, or takes"
    " it out and deploys again",
    How.KEPT_BY_AWS: "IAM attaches no policy to {about}, which AWS keeps: {wanted} writes what it may do; it lacks:"
    " {statements}",
    How.CALLER_ACCOUNT: "its account allows {several} on {about}",
    How.RESOURCE_OWNER: "the owner of {about} allows {wanted} in its policy",
    How.BOUNDARY: "whoever set {about} decides, and adds to it: {statements}",
    How.BOUNDARY_OF: "whoever set the permissions boundary of {about} decides, and adds to it: {statements}",
    How.AGREED_BOUNDARY: "or sets {about}, which is agreed, in its place",
    How.KEY_OWNER: "the key's owner adds to the policy of {about}: {wanted}",
}


def found_words(diagnosis: Diagnosis) -> str:
    """What one check came to; empty where nothing is to be said."""
    found = diagnosis.found
    if found is None:
        return ""
    if isinstance(found, Obstacle):
        return _obstacle_words(found)
    return why_words(found) if isinstance(found, Why) else step_words(found)


def fix_words(diagnosis: Diagnosis) -> str:
    """What mends it; empty where nothing is wrong."""
    if diagnosis.mends:
        return "; ".join(map(mend_words, diagnosis.mends))
    found = diagnosis.found
    return _filled(_FOUND[found.what].mend, found) if isinstance(found, Found) else ""


def why_words(why: Why) -> str:
    """A reason; a text is kept as AWS, or whoever gave it, wrote it."""
    return why if isinstance(why, str) else _filled(_FOUND[why.what].found, why)


def _filled(words: str, found: Found) -> str:
    several = _FOUND[found.what].between.join(map(why_words, found.several))
    return words.format(about=found.about, got=found.got, wanted=found.wanted, several=several)


def _obstacle_words(obstacle: Obstacle) -> str:
    request, document = obstacle.request, f"the {obstacle.document} of {obstacle.about}"
    action = request.action if request else "the request"
    if obstacle.statement is not None:
        condition = f" if {' and '.join(obstacle.wanted)}" if obstacle.wanted else ""
        return f"{obstacle.statement.place} denies {action}{condition}"
    wanted = " or ".join(obstacle.wanted)
    lacking = {
        PRINCIPAL: f"it names {wanted or 'another kind of principal'}",
        ACTION: f"it allows only {wanted}",
        RESOURCE: f"it allows it only on {wanted}",
        NOTHING: "no statement allows anything",
    }.get(obstacle.lacks)
    if lacking is None:
        got = " and ".join(obstacle.got) if obstacle.got else "nothing"
        return f"{document} asks for {wanted}, and gets {got}"
    on = f" on {request.resource}" if request and obstacle.document not in (TRUST, KEY) else ""
    return f"{document} does not allow {action}{on}: {lacking}"


def mend_words(mend: Command | Mend) -> str:
    """One line that mends; or who decides, and what they do."""
    text = _command_words(mend) if isinstance(mend, Command) else _decision_words(mend)
    return f"the role's owner: {text}" if mend.by_owner else text


def _command_words(command: Command) -> str:
    words = ["aws", command.service, command.operation]
    for name, value in command.options.items():
        words += [f"--{name}", value if isinstance(value, str) else json.dumps(value)]
    return shlex.join([*words, *(f"--{each}" for each in command.flags)])


def _decision_words(mend: Mend) -> str:
    several, statements = ", ".join(mend.several), json.dumps(mend.statements)
    return _MENDS[mend.how].format(about=mend.about, wanted=mend.wanted, several=several, statements=statements)
