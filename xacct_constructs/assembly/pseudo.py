"""Pseudo parameters, as far as a stack's environment settles them.

Source: CloudFormation User Guide, "Pseudo parameters reference".
"""

from xacct_constructs.partitions import DNS_SUFFIXES, partition_of


def pseudo_parameters(account: str, region: str, stack: str) -> dict[str, str | None]:
    """Each pseudo parameter with its value; None for one that deployment settles.

    Args:
        account: The stack's account; empty where it is left to deployment.
        region: The stack's region; empty where it is left to deployment.
        stack: The stack's name; empty where it is left to deployment.
    """
    partition = partition_of(region)
    return {
        "AWS::AccountId": account or None,
        "AWS::Region": region or None,
        "AWS::Partition": partition,
        "AWS::URLSuffix": DNS_SUFFIXES.get(partition, "amazonaws.com"),
        "AWS::StackName": stack or None,
        "AWS::StackId": None,
        "AWS::NotificationARNs": None,
    }
