"""XA717: a role for another account may do more than read."""

from collections.abc import Iterable, Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement
from xacct_constructs.managed_policies import managed_policy
from xacct_constructs.rules.principals import admits_anybody, owner
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation
from xacct_constructs.services import only_reads

RULE = Rule(
    code="XA717",
    name="a role for another account may do more than read",
    why="Whoever is let in to read can change things, or read what nobody wrote out.",
    fix="write out the reading actions that are needed, or acknowledge it with the reason",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    severity=Severity.WARNING,
)


_SHOWN = 5
"""How many actions of a policy of AWS's are told: the largest have thousands."""


def check(subject: Subject) -> Iterator[Violation]:
    """Every permission of a role that another account gets into, unless each of its actions reads.

    What a managed policy of AWS's allows stands in no template, so it is told where that is attached.
    """
    outward = {role.arn: role for role, statement in subject.admissions if _admits_outside(role, statement)}
    for who, statements in subject.permissions:
        attached: dict[str, list[str]] = {}
        for statement in statements if who.arn in outward else ():
            wide = _wider(statement)
            if wide and managed_policy(statement.origin.template):
                attached.setdefault(statement.origin.template, []).extend(wide)
            elif wide:
                message = f"lets {who.arn}, which another account assumes, do {sentence(wide)} on {_on(statement)}"
                yield at(statement, message)
        for policy, actions in attached.items():
            message = f"gives {who.arn}, which another account assumes, {policy}: {_first(actions)}"
            yield Violation(who.origin._replace(property="ManagedPolicyArns"), message, (policy, *actions))


def _wider(statement: Statement) -> list[str]:
    """What a statement allows beyond reading."""
    if not statement.allows:
        return []
    if statement.not_actions:
        return ["everything but " + sentence(statement.actions)]
    return [each for each in statement.actions if not _reads(each)]


def _on(statement: Statement) -> str:
    """What it is allowed on."""
    named = sentence(statement.resources or ("*",))
    return f"everything but {named}" if statement.not_resources else named


def _reads(action: str) -> bool:
    """Whether an action reads, written out: `s3:Get*` also reads policies and access lists."""
    return not set(action) & set("*?") and (only_reads(action) or action.lower() == "kms:decrypt")


def _first(actions: Iterable[str]) -> str:
    """The first of the actions, and how many more there are."""
    named = list(dict.fromkeys(actions))
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return sentence(named[:_SHOWN]) + more


def _admits_outside(role: Identity, statement: Statement) -> bool:
    named = statement.principals.aws if statement.principals else ()
    return admits_anybody(statement) or any(owner(each) not in (None, role.account) for each in named)
