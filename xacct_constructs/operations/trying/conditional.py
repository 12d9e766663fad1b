"""A write on a condition that nothing meets, so that it never writes: where it is sent, and what its answer shows.

Refused by a policy, it is answered so; allowed, with the condition's own error, and nothing is written. It shows what
becomes of this request, and is reported as this request.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from xacct_constructs.operations.calls import problem_code, why
from xacct_constructs.operations.trying.asking import REFUSED_CODES, Reply
from xacct_constructs.operations.trying.line import Outcome
from xacct_constructs.partitions import DNS_SUFFIXES

SUFFIXES = "|".join(re.escape(each) for each in sorted(set(DNS_SUFFIXES.values())))
"""How the names of AWS's own endpoints end, as a pattern. Not all that ends so is AWS's: a load balancer's does too."""


class UnknownEndpointError(Exception):
    """Raised in place of sending the request to somebody who may ignore the condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalWrite:
    """One kind of write.

    Attributes:
        event: Service and operation, as botocore names its events: `s3.PutObject`.
        hosts: The names of the service's own endpoints, all of which honour the condition.
        condition: What the condition is called.
        carries: Whether a request, as it is sent, carries the condition.
        answers: Codes of the errors that only an allowed request gets, each with what it shows.
        ignored: What has become of the resource where the condition was ignored.
    """

    event: str
    hosts: re.Pattern[str]
    condition: str
    carries: Callable[[Any], bool]
    answers: Mapping[str, str]
    ignored: str

    def is_honoured_at(self, url: str, also: Collection[str] = ()) -> bool:
        """Whether a URL is that of an endpoint that is known to honour the condition.

        Args:
            url: Where the request goes.
            also: Endpoints that have been shown to, besides the service's own, as `https://localhost:4566`.
                Default: none.
        """
        place = urlsplit(url)
        is_own = place.scheme == "https" and place.port in (None, 443) and self.hosts.fullmatch(place.hostname or "")
        return bool(is_own) or f"{place.scheme}://{place.netloc}" in also

    def ask(self, client: Any, call: Callable[..., Any], also: Collection[str] = (), **parameters: Any) -> Reply:
        """What becomes of the request; nothing but a policy's yes or no is taken for one.

        Args:
            client: The client of whoever asks.
            call: Its method.
            also: As for `is_honoured_at`.
            parameters: What the method is given, the condition among them.
        """

        def only_where_it_is_honoured(request: Any, **_: Any) -> None:
            # At the last moment: the client, its profile and redirects all have a say in where the request goes.
            if not self.carries(request) or not self.is_honoured_at(request.url, also):
                raise UnknownEndpointError(urlsplit(request.url).netloc)

        event = f"before-send.{self.event}"
        client.meta.events.register(event, only_where_it_is_honoured)
        try:
            call(**parameters)
        except UnknownEndpointError as problem:
            return Reply(Outcome.NOT_TRIED, f"{problem} is not known to honour {self.condition}, and might write")
        except Exception as problem:  # over an answer that is garbled, botocore fails with whatever it stumbles on
            code = problem_code(problem)
            if code in REFUSED_CODES:
                return Reply(Outcome.REFUSED, code, code)
            if code in self.answers:
                return Reply(Outcome.ALLOWED, self.answers[code])
            return Reply(Outcome.NOT_TRIED, f"no answer that tells: {why(problem)}")
        finally:
            client.meta.events.unregister(event, only_where_it_is_honoured)
        return Reply(Outcome.WRITTEN, f"the endpoint ignored {self.condition}: {self.ignored}")
