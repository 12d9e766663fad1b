"""Raw statements: they say what is allowed, and not which requests anybody needs."""

from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds.kind import NotAsked

NOT_ASKED = NotAsked(
    why=Found(What.RAW_STATEMENTS),
    what="use the raw statements",
    untried="they name no request that could be tried without harm",
)
