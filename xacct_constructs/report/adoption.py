"""What is found beside the agreements, as the file of known access that it would make."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.known_access import AcceptedUnknown, CdkRole, KnownEntry, KnownWay, to_yaml
from xacct_constructs.proof import Adoption, Answer, is_named_as_cdk
from xacct_constructs.report.known import cdk_role_words
from xacct_constructs.report.words import principal_words, resource_words
from xacct_constructs.texts import one_line
from xacct_constructs.values import listed

_FILL_IN = "# Look at each, and fill in reason, owner and review_by: without all three it counts for nothing.\n"


def adoption_text(found: Adoption) -> str:
    """The file, each entry behind a sentence that says what it lets through."""
    whys = {id(each.entry): each.why for each in found.proposed}
    return _FILL_IN + to_yaml(found.known, lambda entry: one_line(_said(entry, whys[id(entry)])))


def refused_lines(found: Adoption) -> list[str]:
    """A line for each thing of which nothing may be written, and why."""
    return [one_line(f"not written: {each.about}: {each.why}") for each in found.refused]


def summary(found: Adoption) -> str:
    """What the proof will say, in a sentence."""
    count = len(found.proposed)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    if found.proof.answer is Answer.PROVEN:
        return f"{entries}; filled in, prove answers PROVEN" if count else "nothing to look at: prove answers PROVEN"
    left = len(found.proof.counterexamples) + len(found.proof.undecided)
    return f"{entries}; filled in, prove still finds {left}, of which nothing may be written"


def _said(entry: KnownEntry, why: str) -> str:
    if isinstance(entry, KnownWay):
        allows = entry.allows
        conditions = f", when {_conditions(allows['Condition'])}" if allows.get("Condition") else ""
        after = f" once {entry.after} has come in" if entry.after else ""
        who = _principals(allows["Principal"])
        return f"{who} may call {_actions(allows)} on {_resources(allows)}{conditions}{after}"
    if isinstance(entry, AcceptedUnknown):
        return f"It could not be told of {entry}: {why}"
    if isinstance(entry, CdkRole):
        return cdk_role_words(entry)
    return f"Whoever comes in by {why}: everything may be changed through it"


def _principals(principal: Any) -> str:
    if principal == "*":
        return "Anybody"
    return " or ".join(map(_principal, (str(each) for names in principal.values() for each in listed(names))))


def _principal(arn: str) -> str:
    """Who it is; of a role that is called as CDK's are, that there is the name alone."""
    who = principal_words(arn)
    return f"{who}, by its name one of CDK's bootstrap," if is_named_as_cdk(arn) else who


def _actions(allows: Mapping[str, Any]) -> str:
    if "NotAction" in allows:
        return f"anything but {', '.join(listed(allows['NotAction']))}"
    return ", ".join(listed(allows["Action"]))


def _resources(allows: Mapping[str, Any]) -> str:
    return " and ".join(map(resource_words, listed(allows["Resource"])))


def _conditions(conditions: Mapping[str, Mapping[str, Any]]) -> str:
    said = (
        f"{key} {operator} {' or '.join(map(str, listed(values)))}"
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )
    return " and ".join(said)
