"""What Lake Formation or a share gives out of a catalogue of tables, which an agreement's own statements name.

Source: CloudFormation Template Reference, AWS::LakeFormation::PrincipalPermissions; AWS Glue Developer Guide,
"Specifying AWS Glue resource ARNs"; AWS RAM User Guide, "Shareable AWS resources".
"""

from collections.abc import Callable, Iterator, Sequence

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam import matches
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf
from xacct_constructs.unknowns import MARK

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
    for each, names in _stated(agreed_on):
        by_name = zip((databases, tables), names, strict=False)
        if all(_fits(found, name, agreed_on.open_in) for found, name in by_name):
            return each
    return ""


def lies_in(text: str, agreed_on: AgreedOn) -> str:
    """What is agreed on and lies in the database or catalogue of an ARN, or may; empty: nothing."""
    if not is_arn(text) or parse(text).service != "glue":
        return ""
    found = parse(text)
    kind, _, name = found.resource.partition("/")
    for each, names in _stated(agreed_on):
        is_its_own = kind == "catalog" or (kind == "database" and (MARK.search(name) or _matches(names[0], name)))
        if is_its_own and _matches(parse(each).account, found.account):
            return each
    return ""


def _stated(agreed_on: AgreedOn) -> Iterator[tuple[str, list[str]]]:
    """The patterns of databases and tables that are agreed on, each with the patterns of their names."""
    for each in (one.pattern for one in agreed_on.stated if one.is_of("glue")):
        kind, *names = parse(each).resource.split("/")
        if kind in ("database", "table") and names:
            yield each, names


def _matches(pattern: str, text: str) -> bool:
    return matches(pattern, text, lambda _: None)


def _fits(found: Sequence[Leaf], pattern: str, is_open: Callable[[str], str]) -> bool:
    """Whether something that is named fits a pattern, or may; where nothing is named, all of it is meant."""
    texts = [each.text for each in found]
    return not texts or any(_matches(pattern, each) or bool(is_open(each)) for each in texts)
