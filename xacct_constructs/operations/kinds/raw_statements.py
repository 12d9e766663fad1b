"""Raw statements: they say what is allowed, and not which requests anybody needs."""

from xacct_constructs.operations.kinds.kind import NotAsked

NOT_ASKED = NotAsked(
    why="raw statements do not say which requests they are for, so none was asked; see: xacct prove",
    what="use the raw statements",
    untried="they name no request that could be tried without harm",
)
