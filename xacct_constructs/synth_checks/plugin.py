"""The validation plug-in: rules and proof over the assembly that the CDK has just written.

Source: AWS CDK API reference, IPolicyValidationPlugin and Validations.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from xacct_constructs.finding import Severity
from xacct_constructs.names import CHECKS_NAME
from xacct_constructs.synth_checks.acknowledged_file import write_acknowledged
from xacct_constructs.texts import one_line
from xacct_constructs.uncollected import uncollected

if TYPE_CHECKING:
    from xacct_constructs.rules import Judgement

_FAILS_BY_ITSELF = hasattr(cdk, "PolicyValidationStack")
"""Whether the CLI hears of a failed report; 2.257 leaves it in Node's exit status and in a file that no CLI reads."""


@jsii.implements(cdk.IPolicyValidationPlugin)
class XacctChecks:
    """Judges and proves the templates of an app, whoever wrote them; errors fail `cdk synth` and `cdk deploy`.

    On with `cdk.Validations.of(app).add_plugins(XacctChecks())`. `cdk.Validations.of(construct).acknowledge(…)` with
    the ID that is reported and a reason lets a finding about that construct stand, as long as it shows the same.
    """

    def __init__(self, *, known_accounts: Iterable[str] = ()) -> None:
        """Prepare the checks.

        Args:
            known_accounts: Accounts that are no third party's. Default: only those of the app.
        """
        self._known_accounts = tuple(known_accounts)

    @property
    def name(self) -> str:
        """What the report and acknowledgements call it."""
        return CHECKS_NAME

    @property
    def version(self) -> None:
        """None: the CDK writes it into templates, which would then change with every release of ours."""
        return None

    @property
    def rule_ids(self) -> None:
        """None, as the version; docs/rules.md lists them."""
        return None

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge and prove what was written; one violation for each finding that no construct warns of itself.

        What is acknowledged is reported too: the CDK takes it out again, and writes down the reason.

        Raises:
            SystemExit: an error stands, and this aws-cdk-lib is too old to fail `cdk synth` for it.
        """
        root = assembly_of(Path(context.template_paths[0]))
        # Not in 2.257, whose own report says all that it hears of.
        if (app := getattr(context, "app_construct", None)) is not None:
            write_acknowledged(app, root)
        with uncollected():
            standing, acknowledged = self._judged(root)
        failed = any(each.rule.severity is Severity.ERROR for each in standing)
        if failed and not _FAILS_BY_ITSELF:
            raise SystemExit("\n".join(one_line(str(each.finding)) for each in standing))
        told = [violation(each, root) for each in (*standing, *acknowledged)]
        return cdk.PolicyValidationPluginReport(success=not failed, violations=told)

    def _judged(self, root: Path) -> "tuple[list[Judgement], list[Judgement]]":
        """What stands, and what is acknowledged."""
        from xacct_constructs.assembly import read_assembly
        from xacct_constructs.proof import prove
        from xacct_constructs.rules import tell

        assembly = read_assembly(root)
        told = tell(assembly, prove(assembly), known_accounts=self._known_accounts)
        says = assembly.constructs.says
        unsaid = [each for each in (*told.of_rules, *told.of_proof) if not says(each.finding.id, each.construct)]
        acknowledged = [each for each in unsaid if told.reason(each) is not None]
        return [each for each in unsaid if each not in acknowledged], acknowledged


def assembly_of(template: Path) -> Path:
    """The folder of the whole assembly: the outermost with a manifest around the template; stages nest."""
    return [folder for folder in template.parents if (folder / "manifest.json").exists()][-1]


def violation(judged: "Judgement", root: Path) -> cdk.PolicyViolation:
    """A finding as the CDK's report has it."""
    rule, origin = judged.rule, judged.origin
    where = (
        cdk.PolicyViolatingResource(
            resource_logical_id=origin.logical_id,
            template_path=str(root / origin.template),
            locations=[f"Properties.{origin.property}"] if origin.property else [],
        )
        if origin.logical_id
        else cdk.PolicyViolatingResource(locations=[], construct_path=judged.construct)
    )
    return cdk.PolicyViolation(
        rule_name=judged.finding.id,
        description=one_line(f"{rule.name}: {judged.finding.path} {judged.finding.message}"),
        fix=f"{judged.finding.fix} ({rule.source})",
        severity=rule.severity.value,
        violating_resources=[where],
    )
