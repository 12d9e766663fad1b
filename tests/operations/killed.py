"""`xacct` in a process that is ended at one place: `python -m tests.operations.killed SIGNAL PLACE ARGUMENT...`.

The signal is `SIGKILL`, or `SIGINT` as Ctrl-C sends it. The place is `before` or `after`, and a call of AWS's API,
`write` (the journal), or `keep` (the profile); with a number, the call of that number. Elsewhere nothing is different,
but for one answer: the local AWS does not note when a key is used, so whatever key a profile holds counts as used.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.client import BaseClient

from xacct_constructs.cli import main
from xacct_constructs.client import access_key
from xacct_constructs.operations.journal import JournalFile


def killed_at(place: str, by: signal.Signals) -> None:
    """From here on, the process is sent the signal there."""
    when, what, *number = place.split()
    left = [int(*number)] if number else [1]

    def die(now: str, name: str) -> None:
        if (now, name) == (when, what):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), by)

    def around(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            die("before", name)
            answer = call(*arguments, **options)
            die("after", name)
            return answer

        return called

    asked = BaseClient._make_api_call

    def ask(client: Any, operation: str, parameters: Any) -> Any:
        return around(operation, asked)(client, operation, parameters)

    BaseClient._make_api_call = ask
    journal: Any = JournalFile
    journal.write = around("write", JournalFile.write)
    access_key.keep = around("keep", access_key.keep)


def used_where_kept() -> Callable[..., Any]:
    """Answer for IAM when a key was used: now, if the credentials file has it; returns what it was before."""
    asked: Callable[..., Any] = BaseClient._make_api_call

    def ask(client: Any, operation: str, parameters: Any) -> Any:
        answer = asked(client, operation, parameters)
        if operation == "GetAccessKeyLastUsed":
            with open(os.environ["AWS_SHARED_CREDENTIALS_FILE"], encoding="utf-8") as file:
                if parameters["AccessKeyId"] in file.read():
                    answer["AccessKeyLastUsed"]["LastUsedDate"] = datetime.now(UTC)
        return answer

    BaseClient._make_api_call = ask
    return asked


if __name__ == "__main__":
    used_where_kept()
    killed_at(sys.argv[2], signal.Signals[sys.argv[1]])
    sys.exit(main(sys.argv[3:]))
