"""CDK's own interfaces over our roles and users: what they cannot write, they refuse. See docs/cdk-interfaces.md."""

from xacct_constructs.interfaces.role import role_interface
from xacct_constructs.interfaces.user import user_interface

__all__ = ["role_interface", "user_interface"]
