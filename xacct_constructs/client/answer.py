"""What is taken for an answer of AWS's: one that bears AWS's mark, and holds what its reader relies on."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, CredentialRetrievalError

from xacct_constructs.arns import is_arn
from xacct_constructs.client.deadline import waiting
from xacct_constructs.client.errors import AssumeError

_READ = {
    "GetCallerIdentity": ("Arn",),
    "AssumeRole": ("Credentials",),
    "GetRole": ("Role.AssumeRolePolicyDocument",),
    "GetAccessKeyLastUsed": ("AccessKeyLastUsed",),
    "GetPolicy": ("Policy.DefaultVersionId",),
    "GetPolicyVersion": ("PolicyVersion.Document",),
    "ListBuckets": ("Buckets",),
    "GetBucketPolicy": ("Policy",),
    "GetBucketAcl": ("Owner.ID",),
    "GetBucketOwnershipControls": ("OwnershipControls",),
    "GetBucketEncryption": ("ServerSideEncryptionConfiguration",),
    "DescribeKey": ("KeyMetadata.KeyState",),
    "GetKeyPolicy": ("Policy",),
}
"""What is read of answers though AWS's models do not promise it."""
_ARN = "arnType"
"""What IAM's and STS's models call an ARN."""


class UnreadableAnswerError(BotoCoreError):  # type: ignore[misc]  # botocore publishes no types
    """Something answered that is not AWS, or what it said was cut short."""

    fmt = "{endpoint_url} answered {operation} {status}, as AWS does not"


class ExpiredCredentialsError(CredentialRetrievalError):  # type: ignore[misc]  # botocore publishes no types
    """A profile's process gives credentials that have ended."""


def answer_of(client: Any, operation: str, call: Callable[..., Any], *arguments: Any, **parameters: Any) -> Any:
    """AWS's answer to one call.

    Args:
        client: Whose call it is.
        operation: Its name in AWS's model.
        call: What makes it.
        arguments: What `call` is given.
        parameters: What `call` is given by name.

    Raises:
        UnreadableAnswerError: What came back is not an answer of AWS's.
        ClientError: AWS refuses.
        AssumeError: The time is over, or the endpoint is asked over plain HTTP.
    """
    status = "unreadably"
    try:
        with waiting():
            answer = call(*arguments, **parameters)
        if _is_whole(answer, operation, client.meta.service_model.operation_model(operation).output_shape):
            return answer
    except ClientError as problem:
        # botocore names an error by its status where the body names none.
        if _request_id(problem.response) or not str(problem.response["Error"].get("Code", "0")).isdigit():
            raise
        status = f"HTTP {problem.response.get('ResponseMetadata', {}).get('HTTPStatusCode', 'error')}"
    except (AssumeError, BotoCoreError):
        raise
    except Exception as problem:  # whatever a parser falls over: its message is the answer
        if is_expiry(problem):
            raise ExpiredCredentialsError(provider="", error_msg="") from None
    raise UnreadableAnswerError(endpoint_url=client.meta.endpoint_url, operation=operation, status=status)


def is_expiry(problem: Exception) -> bool:
    """Whether botocore says that a profile's process gives credentials that are over."""
    return isinstance(problem, RuntimeError) and str(problem).startswith("Credentials were refreshed, but")


def _is_whole(answer: Any, operation: str, shape: Any) -> bool:
    """Whether an answer bears AWS's mark, which all of AWS's do, and holds what its reader relies on."""
    return (
        bool(_request_id(answer)) and _has_required(answer, shape) and all(map(_in(answer), _READ.get(operation, ())))
    )


def _request_id(answer: Mapping[str, Any]) -> Any:
    metadata = answer.get("ResponseMetadata", {})
    headers = metadata.get("HTTPHeaders", {})
    return metadata.get("RequestId") or headers.get("x-amzn-requestid") or headers.get("x-amz-request-id")


def _has_required(value: Any, shape: Any) -> bool:
    if shape is None:
        return True
    if shape.type_name == "structure":
        members = shape.members
        there = all(name in value for name in shape.required_members)
        return there and all(_has_required(each, members[name]) for name, each in value.items() if name in members)
    if shape.type_name == "list":
        return all(_has_required(each, shape.member) for each in value)
    return shape.name != _ARN or is_arn(value)


def _in(answer: Any) -> Callable[[str], bool]:
    def there(path: str) -> bool:
        found = answer
        for name in path.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
        return found is not None

    return there
