"""Resources: the one place that turns an agreement into CloudFormation resource dictionaries."""

from xacct_constructs.resources.resource import Resources
from xacct_constructs.resources.trusted import trusted_resources
from xacct_constructs.resources.trusting import trusting_resources

__all__ = ["Resources", "trusted_resources", "trusting_resources"]
