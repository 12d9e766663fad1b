"""Restatement: a role that somebody wrote by hand, said as an agreement that means the same."""

from xacct_constructs.restatement.restate import Restatement, restate

__all__ = ["Restatement", "restate"]
