"""Each seeded fault is deployed, and its counterexample tried: it goes as the proof decides, and without the fault not.

The faults, and the requests that must show them, are those of `tests/proof/test_seeded_faults.py`. Every caller may do
everything as far as the own account is concerned.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.local.faulty import Faulty
from tests.proof import test_seeded_faults as faults
from tests.proof.conftest import Edit, Example, Templates, synthesized
from xacct_constructs.iam.request import Caller, Request
from xacct_constructs.local import limits, story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.limits import Limit
from xacct_constructs.local.probes import ProbeAnswer
from xacct_constructs.local.server import LocalAws

ALLOWED, REFUSED = ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED
Examples = Callable[[str], Example]


def leave_conditions_off_the_key(templates: Templates) -> None:
    """Decrypting asks neither for S3 nor for a context."""
    (decrypt,) = (each for each in faults.permissions(templates) if each["Action"] == "kms:Decrypt")
    del decrypt["Condition"]


def end_the_contract(templates: Templates) -> None:
    """The deny's moment has passed, while a session goes on that began before."""
    resources = templates["Production"].values()
    (plans,) = (each for each in resources if each["Properties"].get("RoleName") == "plans-reader")
    (deny,) = (
        each for each in plans["Properties"]["Policies"][0]["PolicyDocument"]["Statement"] if each["Effect"] == "Deny"
    )
    deny["Condition"]["DateGreaterThanEquals"]["aws:CurrentTime"] = "2026-01-01T00:00:00Z"


def let_the_reader_assume(templates: Templates) -> None:
    """The reader's role may assume every role, as far as its own policies are concerned."""
    faults.permissions(templates).append({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"})


@dataclass(frozen=True, slots=True)
class Apart:
    """Where the counterexample cannot be tried to the letter, and what is done instead."""

    why: tuple[Limit, ...] = ()
    prepare: Edit | None = None
    """What is deployed otherwise, with the fault and without it. Default: nothing."""
    unsaid: tuple[str, ...] = ()
    """Context keys of the counterexample that no request here has. Default: none."""
    below: str = ""
    """What follows the last request's key. Default: nothing."""


AS_IT_IS = Apart()
APART = {
    "a role that trusts the reader": Apart((limits.TRUST_WITHIN_ACCOUNT,), let_the_reader_assume),
    "no decrypt": Apart(
        (limits.KMS_CONTEXT, limits.KMS_THROUGH_S3), leave_conditions_off_the_key, unsaid=("kms:viaservice",)
    ),
    "a boundary that excludes reading": Apart((limits.SLASH_AT_THE_END, limits.BOUNDARY_OF_ROLE), below="2026-10.csv"),
    # The emulator's clock is the machine's, and the contract ends in 2031.
    "no deny at expiry": Apart(
        (limits.SLASH_AT_THE_END,), end_the_contract, unsaid=("aws:currenttime",), below="2027.csv"
    ),
}


@pytest.fixture(scope="module")
def assemblies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples' assemblies are."""
    return tmp_path_factory.mktemp("assemblies")


@pytest.fixture
def example(assemblies: Path, tmp_path_factory: pytest.TempPathFactory) -> Examples:
    """A new copy of an example's cloud assembly, by the example's name."""
    return lambda name: Example(
        Path(shutil.copytree(synthesized(name, assemblies), tmp_path_factory.mktemp(name) / name))
    )


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    """A local AWS with empty accounts."""
    with LocalAws(find_checkout().server_python) as aws:
        yield Faulty(aws)


@pytest.mark.parametrize(("name", "row"), faults.REFUTED.items(), ids=faults.REFUTED)
def test_a_counterexample_is_real(
    name: str, row: faults.Refuted, example: Examples, faulty: Faulty, not_enforced: Callable[[Limit], None]
) -> None:
    """Its requests are answered as decided once the fault is deployed; before, the first that differs is not."""
    apart = APART.get(name, AS_IT_IS)
    for limit in apart.why:
        not_enforced(limit)
    proof = example(row.example).edit(row.edit).prove()
    steps = next(each.steps for each in proof.counterexamples if each.fault is row.fault)
    decided = [ALLOWED if step.decision.is_allowed else REFUSED for step in steps]
    *before, last = (step.request for step in steps)
    chain = [*before, replace(last, resource=last.resource + apart.below)]
    sound, broken = example(row.example), example(row.example)
    if apart.prepare:
        sound.edit(apart.prepare)
        broken.edit(apart.prepare)
    broken.edit(row.edit)

    faulty.deploy(sound.directory)
    without = faulty.ask(chain, unsaid=apart.unsaid)
    faulty.deploy(broken.directory)
    with_it = faulty.ask(chain, unsaid=apart.unsaid)

    assert [each.seen for each in with_it] == decided, with_it
    seen, expected = next((one.seen, each) for one, each in zip(without, decided, strict=True) if one.seen is not each)
    assert seen is (REFUSED if expected is ALLOWED else ALLOWED), without


def test_every_departure_is_of_a_fault(said: Callable[[str], None]) -> None:
    """Nothing is prepared for a fault that is not there."""
    assert set(APART) < set(faults.REFUTED)
    said(
        f"{len(faults.REFUTED)} counterexamples of seeded faults tried with the fault and without it: "
        f"{len(faults.REFUTED) - len(APART)} to the letter, {len(APART)} as near as can be ({', '.join(APART)})"
    )


READER = Caller(f"arn:aws:sts::{story.TRUSTING_ACCOUNT}:assumed-role/{story.ROLE_NAME}/session")
STRANGERS = tuple(
    Caller(f"arn:aws:iam::{account}:user/{name}")
    for account, name in (
        (story.TRUSTED_ACCOUNT, "mallory"),
        (story.THIRD_ACCOUNT, "alice"),
        ("999999999999", "mallory"),
    )
)
NOBODY_GETS_IN = (
    faults.keep_the_condition,
    faults.assume_anything,
    faults.deny_plain_http,
    faults.add_an_unrelated_role,
)


@pytest.mark.parametrize("edit", NOBODY_GETS_IN, ids=lambda edit: str(edit.__name__))
def test_nobody_else_gets_in_where_the_proof_stands(edit: Edit, example: Examples, faulty: Faulty) -> None:
    """What a rule names, or changes nothing, lets in whom the agreement names, and refuses everybody else."""
    faulty.deploy(example("read_bucket").edit(edit).directory)
    report = f"arn:aws:s3:::{story.BUCKET}/{story.REPORT}"
    agreed = [
        Request(Caller(story.USER_ARN), "sts:AssumeRole", story.ROLE_ARN),
        Request(READER, "s3:GetObject", report, story.TRUSTING_ACCOUNT),
    ]
    strange = [
        request
        for caller in STRANGERS
        for request in (
            Request(caller, "sts:AssumeRole", story.ROLE_ARN),
            Request(caller, "s3:GetObject", report, story.TRUSTING_ACCOUNT),
        )
    ]

    assert [each.seen for each in faulty.ask(agreed)] == [ALLOWED] * len(agreed)
    assert [each.seen for each in faulty.ask(strange)] == [REFUSED] * len(strange)
