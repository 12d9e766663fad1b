"""The page of all rules, docs/rules.md, written from their declarations."""

from collections.abc import Iterable

from xacct_constructs.rules.acknowledgement import COVERS_NOTHING
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

Each finding is told under one ID, its code and a fingerprint of all that it shows: by the checks at synth, in the
warning of a construct of ours that finds it first (what a construct warns of, the checks do not say again), by `xacct
prove`, in its JSON and in SARIF. One that is meant is acknowledged by that ID, which CDK's report prints, with the
reason, at the construct it is about or at one around it, up to the app:

```python
name = "xacct::XA702-f069ac71cc54"
cdk.Validations.of(reader).acknowledge(cdk.Acknowledgment(id=name, reason="staging is a sandbox of ours"))
```

It covers what was shown when it was given, wherever below that construct, and nothing else: a statement that grows
has another ID, and stands again. A code alone covers nothing. What covers nothing any more is a finding itself,
XA719, which prints the ID that stands in its place. Reasons ride in the assembly: CDK keeps them in
`validation-report.json`, `xacct prove` tells them, and SARIF has them as suppressions. None changes a verdict: who
may get in is said by an agreement.

What is acknowledged at the app or at a stage covers all below it just as well. CDK writes down nothing of that, so the
checks and every construct of ours do, in `xacct-acknowledged.json` beside the templates; with an aws-cdk-lib that tells
checks nothing of the app (2.257), only the constructs.

With an aws-cdk-lib as old as 2.257, whose own report no CLI heeds, an error that nobody acknowledged ends the app with
its findings and status 1.

Accounts that are yours but not in the app are told by the context `"xacct:known-accounts": ["333333333333"]`, which a
construct of ours writes into the assembly, so that `xacct prove` knows them too; an app without any tells the checks
alone, by `XacctChecks(known_accounts=["333333333333"])`. Every other account is a third party's. A key `xacct:…` that
there is not, and a value that its key does not take, is an error (XA017): no switch is off in silence.
"""


def page() -> str:
    """The page's text."""
    rules = sorted([COVERS_NOTHING, *(rule for rule, _ in RULES)], key=lambda rule: rule.code)
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
