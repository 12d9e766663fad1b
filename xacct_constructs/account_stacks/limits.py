"""What a stack has room for.

Source: CloudFormation User Guide, "Understand CloudFormation quotas".
"""

import re
from collections.abc import Iterable, Iterator

from xacct_constructs.access_file import Account
from xacct_constructs.account_stacks.stack import AccountStack
from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import ACCOUNT_STACKS, STACK_NAME_CHARACTERS, STACK_RESOURCES, TEMPLATE_BYTES
from xacct_constructs.texts import shown

_STACK_NAME = r"[A-Za-z][A-Za-z0-9-]*"


def check_names(prefix: str, accounts: Iterable[Account]) -> Iterator[Finding]:
    """Findings about the names of stacks: such as CloudFormation takes, and each once, whatever its case."""
    seen: dict[str, str] = {}
    for account in accounts:
        if not isinstance(account.stacks, int) or not 1 <= account.stacks <= ACCOUNT_STACKS:
            message = f"must be a whole number from 1 to {ACCOUNT_STACKS}, got {shown(account.stacks)}"
            yield error("XA522", f"accounts.{account.name}.stacks", message, "leave it out for one stack")
            continue
        for name in stack_names(prefix, account):
            if not re.fullmatch(_STACK_NAME, name) or len(name) > STACK_NAME_CHARACTERS:
                message = f"leads to the stack {shown(name)}, and CloudFormation takes up to {STACK_NAME_CHARACTERS} "
                fix = "name the account with letters, digits and hyphens"
                yield error("XA522", f"accounts.{account.name}", f"{message}letters, digits and hyphens", fix)
            if (other := seen.setdefault(name.lower(), account.name)) != account.name:
                message = f"leads to the stack {name}, and so does {other}"
                yield error("XA522", f"accounts.{account.name}", message, "give one of the two another name")


def stack_names(prefix: str, account: Account) -> list[str]:
    """Those of an account's name: one without a number, several with theirs."""
    base = f"{prefix}-{account.name}"
    return [base] if account.stacks == 1 else [f"{base}-{number}" for number in range(1, account.stacks + 1)]


def check_room(stack: AccountStack) -> Iterator[Finding]:
    """Findings about a stack that holds more than CloudFormation takes."""
    paths = sum(len(f'"Metadata":{{"aws:cdk:path":"{stack.name}/Resources/{each}"}}') + 16 for each in stack.resources)
    size = len(stack.template.encode()) + paths
    for count, most, of in ((len(stack.resources), STACK_RESOURCES, "resources"), (size, TEMPLATE_BYTES, "bytes")):
        if count > most:
            message = f"has no more room in its stack {stack.name}: {count:,} {of}, and CloudFormation takes {most:,}"
            fix = (
                "give the account a second name with an entry of its own, and new agreements under it, which moves "
                "nothing; before the first deployment, more stacks for this one"
            )
            yield error("XA523", f"accounts.{stack.series}", message, fix)
