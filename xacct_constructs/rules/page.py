"""The page of all rules, docs/rules.md, written from their declarations."""

from collections.abc import Iterable

from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.table import RULES
from xacct_constructs.rules.verdicts import VERDICTS

_HEAD = """\
# Rules

What the library says about the templates of a cloud assembly, its own or anybody's. `python -m tools.rules_page` writes
this page from the rules themselves. An **error** fails `cdk synth` and `cdk deploy` where the checks are on; a
**warning** is reported. Each finding names template, logical ID and property.

```python
import aws_cdk as cdk
from xacct_constructs.synth_checks import XacctChecks

cdk.Validations.of(app).add_plugins(XacctChecks())
```

An app that uses constructs of this library can leave that line out and say it in `cdk.json`:
`"context": {"xacct:checks": true}`. (The CDK CLI shows the last report that lies in `cdk.out`: remove that folder after
turning the checks off.)

A finding that is meant is acknowledged with the reason, at the construct it is about or at one around it:

```python
cdk.Validations.of(reader).acknowledge(cdk.Acknowledgment(id="xacct::XA702", reason="staging is a sandbox of ours"))
```

CDK keeps the reason in `validation-report.json`. Without a construct to hand, the same by code and place:
`XacctChecks(acknowledged=[Acknowledgement("XA702", "Production.template.json Reader", "a sandbox of ours")])`. That is
also the way with an aws-cdk-lib as old as 2.257, whose own report no CLI heeds: there an error ends the app with its
findings and status 1, before the CDK looks for what constructs acknowledge.

Accounts that are yours but not in the app are told by `XacctChecks(known_accounts=["333333333333"])`, or by the context
`"xacct:known-accounts": ["333333333333"]`; every other one is a third party's. A key `xacct:…` that there is not, and a
value that its key does not take, is an error (XA017): no switch is off in silence.
"""


def page() -> str:
    """The page's text."""
    rules = [rule for rule, _ in RULES]
    return "\n".join([_HEAD, *_table("Rules over the templates", rules), *_table("The proof", VERDICTS)])


def _table(title: str, rules: Iterable[Rule]) -> Iterable[str]:
    yield f"## {title}\n\n| code | severity | what | why | what to do | source |\n| --- | --- | --- | --- | --- | --- |"
    for rule in rules:
        cells = (rule.code, rule.severity, f"{_capital(rule.name)}.", rule.why, f"{_capital(rule.fix)}.")
        yield f"| {' | '.join(cells)} | [AWS]({rule.source}) |"
    yield ""


def _capital(text: str) -> str:
    """The text as a sentence begins, unless it begins with the name of an action."""
    return text if ":" in text.split(" ", 1)[0] else text[0].upper() + text[1:]
