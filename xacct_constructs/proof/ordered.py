"""Calls of AWS that a template itself tells somebody to make, by which what is agreed on comes to be open.

Source: AWS CDK, `AwsCustomResource`; AWS Step Functions Developer Guide, "Integrating with AWS SDKs"; Amazon
EventBridge Scheduler User Guide, "Using universal targets"; AWS Systems Manager User Guide, `aws:executeAwsApi`.
"""

import re
from collections.abc import Iterable, Iterator

from xacct_constructs.assembly import Other
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf, leaves

_CALL = re.compile(r'(?i)(?:"(?:action|api)":\s*"|:aws-sdk:[a-z0-9]+:)([a-z]\w*)')
"""A call, as a provider, an automation, a state machine or a schedule is told of it."""
_OPENING = re.compile(
    "(?i)(?!get|list|describe|head)"
    r"\w*(policy|acl|permission|grant|publicaccess|ownership|replica|accesspoint|share|registerresource|distribution"
    r"|accesskey|loginprofile|credential|publickey|certificate|usertogroup|toinstanceprofile|export|inventory|analytics"
    r"|metadata|streamingdestination|restoretable|copy|functionurl)\w*"
)
"""Those that say who reaches something, who may be somebody, or where it is copied to."""
_QUOTED = re.compile(r'"([^"\\]*)')


def ordered(other: Other, agreed_on: AgreedOn) -> Iterator[str]:
    """Each such call, with what it is about."""
    said = list(leaves(other.said))
    for leaf in said:
        for call in _CALL.findall(f'"{leaf.name}": "{leaf.text}"'):
            # In a document as one text the call stands beside what it is about.
            about = _about([leaf] if '"' in leaf.text else said, agreed_on) if _OPENING.fullmatch(call) else ""
            if about:
                yield f"calls {call} for {about}, whatever the templates say of it"


def _about(said: Iterable[Leaf], agreed_on: AgreedOn) -> str:
    """What is agreed on and stands there, by its name or by an attribute; empty: nothing."""
    for leaf in said:
        for text in (leaf.text, *_QUOTED.findall(leaf.text)):
            if named := agreed_on.named_by(text, by_name=True):
                return named
        if any(agreed_on.is_made_at(place) for place in agreed_on.places(leaf.text)):
            return leaf.text
    return ""
