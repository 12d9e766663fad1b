"""What Lake Formation gives out of a catalogue of tables, which statements of an agreement's own name by its ARN.

Source: CloudFormation Template Reference, AWS::LakeFormation::PrincipalPermissions; AWS Glue Developer Guide,
"Specifying AWS Glue resource ARNs".
"""

from collections.abc import Callable, Sequence

from xacct_constructs.arns import parse
from xacct_constructs.iam import matches
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf

_TABLE = (".Table.Name", ".TableResource.Name", "Columns.Name", "ColumnsResource.Name", ".TableName")


def given_out(said: Sequence[Leaf], agreed_on: AgreedOn) -> str:
    """What is agreed on and a permission gives out, or may; empty: nothing.

    Args:
        said: What it is about. What names no database, a tag say, is about any.
        agreed_on: What is agreed on.
    """
    if any("DataLocation" in each.path for each in said):
        return ""
    tables = [each for each in said if each.path.endswith(_TABLE)]
    databases = [each for each in said if each not in tables and each.name in ("DatabaseName", "Name")]
    for each in (one.pattern for one in agreed_on.stated if one.is_of("glue")):
        kind, *names = parse(each).resource.split("/")
        by_name = zip((databases, tables), names, strict=False)
        if kind in ("database", "table") and all(_fits(found, name, agreed_on.open_in) for found, name in by_name):
            return each
    return ""


def _fits(found: Sequence[Leaf], pattern: str, is_open: Callable[[str], str]) -> bool:
    """Whether something that is named fits a pattern, or may; where nothing is named, all of it is meant."""
    texts = [each.text for each in found]
    return not texts or any(matches(pattern, each, lambda _: None) or bool(is_open(each)) for each in texts)
