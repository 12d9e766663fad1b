"""The access file: who may read what of whom in a whole organization, said once and reviewed like code."""

from xacct_constructs.access_file.load import load_access
from xacct_constructs.access_file.values import AccessFile, Account, Identity

__all__ = ["AccessFile", "Account", "Identity", "load_access"]
