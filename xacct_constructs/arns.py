"""ARNs by their fields.

Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
"""

from typing import NamedTuple

_FIELDS = 6


class Arn(NamedTuple):
    """An ARN, or a pattern of them; each field as it is written, empty where the service leaves it out.

    Attributes:
        partition: `aws`, `aws-cn` and so on.
        service: `iam`, `s3` and so on.
        region: Empty for services that have none.
        account: 12 digits; empty for a bucket.
        resource: What follows the account, colons and all: `role/team/reader`, `key/…`, `acme-reports/monthly/a.csv`.
    """

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @property
    def kind(self) -> str:
        """What stands before the resource's first slash or colon: `role`, `key`; of a bucket, its name."""
        return self.resource.split("/", 1)[0].split(":", 1)[0]

    @property
    def name(self) -> str:
        """What stands behind the resource's last slash; all of it where there is none."""
        return self.resource.rsplit("/", 1)[-1]

    @property
    def below(self) -> str:
        """What stands behind the resource's first slash: `team/reader`; empty where there is none."""
        return self.resource.partition("/")[2]

    @property
    def path(self) -> str:
        """The path of a role or user, `/` for none."""
        return f"/{self.below.removesuffix(self.name)}"

    def is_session_of(self, role: "Arn") -> bool:
        """Whether it is a session of the role; its ARN has the role's name, and not its path."""
        of_account = role._replace(service="sts", resource=self.resource)
        return self == of_account and self.resource.startswith(f"assumed-role/{role.name}/")

    def __str__(self) -> str:
        """The ARN as AWS writes it."""
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


def parse(text: str) -> Arn:
    """The fields of an ARN.

    Raises:
        ValueError: It has not six fields, or does not begin with `arn`.
    """
    fields = text.split(":", _FIELDS - 1)
    if len(fields) != _FIELDS or fields[0] != "arn":
        raise ValueError(f"{text!r} is no ARN")
    return Arn(*fields[1:])


def iam_arn(partition: str, account: str, kind: str, path: str, name: str) -> str:
    """The ARN of a role, user or policy; `path` begins and ends with a slash."""
    return str(Arn(partition, "iam", "", account, f"{kind}{path}{name}"))


def is_arn(text: str) -> bool:
    """Whether the text has an ARN's form."""
    return text.startswith("arn:") and text.count(":") >= _FIELDS - 1
