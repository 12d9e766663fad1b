"""Every example deployed into two accounts of its own by the CDK CLI, asked, and destroyed again.

Each refused caller may do everything as far as its own account is concerned. What the local AWS does not enforce has a
row of its own, and is named at the end of the test session.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.local.lives import Example, Life, Living, Row, synthesize
from tests.local.pairs import bootstrapped
from tests.local.tables import EXAMPLES
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import ProbeAnswer

AT_ONCE = 4
NOT_MADE_HERE = {
    "compliance_group": "its CloudFormation has no AWS::IAM::Group",
    "without_keys": "its CloudFormation has neither AWS::SSO::PermissionSet nor AWS::IAM::OIDCProvider",
}
"""Examples that the local AWS cannot deploy, with the reason."""
ROOT = find_checkout().root
ROWS = [
    pytest.param(
        example.title, position, number, row, id=f"{example.title}, {stage.title}: {row.probe.caller} {row.probe.what}"
    )
    for example in EXAMPLES
    for position, stage in enumerate(example.stages)
    for number, row in enumerate(stage.rows)
]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, "Future[Life]"]]:
    """The lives of all examples, some at a time, each in accounts of its own on one local AWS."""
    folder = tmp_path_factory.mktemp("examples")
    with bootstrapped(find_checkout(), [each.pair for each in EXAMPLES]) as pairs, ThreadPoolExecutor(AT_ONCE) as pool:
        living = [(each.title, Living(each, pairs, synthesize(each, folder / each.title))) for each in EXAMPLES]
        yield {title: pool.submit(each.live) for title, each in living}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("title", "stage", "number", "row"), ROWS)
def test_who_gets_in(
    title: str,
    stage: int,
    number: int,
    row: Row,
    lives: Mapping[str, "Future[Life]"],
    not_enforced: Callable[[Limit], None],
) -> None:
    """The answer is the table's."""
    if row.limit:
        not_enforced(row.limit)

    observation = lives[title].result().seen[stage][number]

    assert observation.seen is row.probe.expected, observation


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_destroying_it_leaves_what_was_there_before(example: Example, lives: Mapping[str, "Future[Life]"]) -> None:
    """Something was made, nothing that was there was touched, and `cdk destroy` takes away what was made."""
    life = lives[example.title].result()

    assert life.while_deployed > life.before
    assert life.after == life.before


def test_every_example_is_here() -> None:
    """A new example comes with its table, or with the reason why the local AWS cannot make it."""
    there = {path.parent.name for path in (ROOT / "examples").glob("*/app.py")}
    assert {each.module for each in EXAMPLES} == there - NOT_MADE_HERE.keys()
    assert NOT_MADE_HERE.keys() <= there


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_every_allowed_row_has_a_refused_one(example: Example) -> None:
    """Whatever somebody may do, somebody else or elsewhere may not."""
    probes = [row.probe for stage in example.stages for row in stage.rows]

    def operations(answer: ProbeAnswer) -> set[str]:
        return {probe.operation for probe in probes if probe.expected is answer}

    assert operations(ProbeAnswer.ALLOWED) <= operations(ProbeAnswer.REFUSED)
