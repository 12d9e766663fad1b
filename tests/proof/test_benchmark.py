"""The benchmark measures what it says: a proof that comes to its end."""

from benchmarks import proof
from xacct_constructs.proof import Answer, prove


def test_what_is_measured_is_proven() -> None:
    """The measured assembly holds so many agreements, roles, users and buckets, and is proven."""
    held = proof.assembly(3)
    found = prove(held)

    assert (found.answer, len(found.agreements)) == (Answer.PROVEN, 3)
    assert (len(held.identities), len(held.resources)) == (6, 3)
