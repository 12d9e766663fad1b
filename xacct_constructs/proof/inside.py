"""What an agreement names within a resource, and whether the template makes it there: an index, a stream of a table."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import matches
from xacct_constructs.proof.used import used_by
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault
from xacct_constructs.unknowns import MARK
from xacct_constructs.values import listed


def not_inside(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """Whatever it names and a resource of the assembly has not, or may not have: nobody can read that."""
    for permission in agreement.permissions:
        for use in dict(used_by(assembly, permission, agreement.role)):
            held = assembly.resource(use.resource)
            statements = permission.statements(agreement.role) if held else ()
            named = (str(each) for statement in statements for each in listed(statement.get("Resource", [])))
            for arn in dict.fromkeys(named):
                for part, there in held.inside.items() if held else ():
                    if arn.startswith(f"{use.resource}{part}"):
                        yield from _not_there(use.resource, arn.removeprefix(use.resource), part, there)


def _not_there(resource: str, named: str, part: str, there: tuple[str, ...]) -> Iterator[Counterexample | Doubt]:
    if any(matches(named, f"{part}{each}", lambda _: None) for each in there if not MARK.search(each)):
        return
    if any(map(MARK.search, there)):
        yield Doubt(resource, f"whether it has {named}, which is agreed on, is settled at deployment")
    else:
        yield Counterexample(Fault.DIFFERENT, resource, detail=f"it has no {named}, which is agreed on")
