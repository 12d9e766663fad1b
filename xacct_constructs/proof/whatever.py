"""Whether a role may open or break what is agreed on, by whatever call somebody makes as it."""

from xacct_constructs.assembly import Identity
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.reach import telling
from xacct_constructs.request_sets import asking_for_others, has_request
from xacct_constructs.services import READING

_LEAVES_IT = (
    *("dynamodb:BatchWriteItem", "dynamodb:PartiQL*", "dynamodb:UpdateItem"),
    *("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "s3:RestoreObject"),
)
"""Actions beside those that only write, after which as many reach what is agreed on as before."""


class Whatever:
    """Looks up what a role may do."""

    def __init__(self, leading: Leading) -> None:
        """Take who follows roles."""
        self._leading = leading

    def changes(self, role: Identity) -> str:
        """Why it changes who may do what; empty, where it does not. What it passes asks for a call that takes it."""
        return self._leading.changes(role, passing=False)

    def opens(self, role: Identity) -> bool:
        """Whether it may do more with what is agreed on than read and write what lies there."""
        own = permissions(role)
        if isinstance(own, Lead):
            return True
        asked = (telling(boxes) for boxes in self._leading.about.using(role, own))
        others = (each for boxes in asked for each in asking_for_others(boxes, (*READING, *_LEAVES_IT)))
        return any(has_request(each, caller_of(role)) for each in others)
