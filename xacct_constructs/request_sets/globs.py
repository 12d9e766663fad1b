"""Sets of texts given by patterns, and a text that lies in some of them and in none of others.

Wildcard patterns are regular languages: inclusion and difference are decidable, and where the answer is no, the
shortest text that shows it is found. Most patterns are literals, which need no search.
"""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from xacct_constructs.iam import UndecidedError, pieces, split_arn_pattern
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.work import step

Token = frozenset[str] | str
"""The characters that match one position, or one of the wildcards."""
Glob = tuple[Token, ...]

ANY, STAR = "any", "star"
ANY_BUT_COLON, STAR_BUT_COLON = "any but colon", "star but colon"
_STARS = (STAR, STAR_BUT_COLON)

_FRESH = "x0y1z2~|"
_MOST_STATES = 50_000

State = frozenset[tuple[int, int]]


@remembered
def text_glob(pattern: str, *, wildcards: bool, fold: bool = False, variables: bool = True) -> Glob:
    """The tokens of a pattern that is matched as one text."""
    return tuple(_tokens(pattern, wildcards=wildcards, fold=fold, variables=variables, any_=ANY, star=STAR))


@remembered
def arn_glob(pattern: str, *, variables: bool = True) -> Glob | None:
    """The tokens of an ARN pattern, matched segment by segment; None for what no ARN matches."""
    if pattern == "*":
        return (STAR,)
    segments = split_arn_pattern(pattern)
    if segments is None:
        return None
    found: list[Token] = []
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        any_, star = (ANY, STAR) if last else (ANY_BUT_COLON, STAR_BUT_COLON)
        found += _tokens(segment, wildcards=True, fold=False, variables=variables, any_=any_, star=star)
        found += [] if last else [frozenset(":")]
    return tuple(found)


def _tokens(text: str, *, wildcards: bool, fold: bool, variables: bool, any_: str, star: str) -> Iterable[Token]:
    for kind, piece in pieces(text, wildcards, variables):
        if kind == "variable":
            raise UndecidedError(f"the policy variable ${{{piece}}} has no value here")
        if kind == "any":
            yield star if piece == "*" else any_
        else:
            yield from (_character(each, fold=fold) for each in piece)


@remembered
def _character(character: str, *, fold: bool) -> Token:
    """The token of a character: one for all places where it stands, since a pattern is mostly characters."""
    return frozenset((character.lower(), character.upper())) if fold else frozenset(character)


def _literal(glob: Glob) -> str | None:
    """The only text of a pattern without wildcards; the first of those that cases tell apart."""
    if any(isinstance(token, str) for token in glob):
        return None
    return "".join(min(token, key=lambda c: (c.isupper(), c)) for token in glob)


def _tells_no_cases(glob: Glob) -> bool:
    """Whether a pattern stands for a text in any case, so that its first is not the only one."""
    return any(len(token) > 1 for token in glob if isinstance(token, frozenset))


class _Union:
    """A set of patterns as one automaton; a state is the set of positions reached in each."""

    def __init__(self, globs: Iterable[Glob]) -> None:
        several = tuple(globs)
        self.globs = tuple(sorted(several, key=repr)) if len(several) > 1 else several
        self.start = self._closed((index, 0) for index in range(len(self.globs)))

    def _closed(self, positions: Iterable[tuple[int, int]]) -> State:
        """The positions, and those behind stars that stand for no character."""
        found: set[tuple[int, int]] = set()
        for index, at in positions:
            position = at
            found.add((index, position))
            glob = self.globs[index]
            while position < len(glob) and glob[position] in _STARS:
                position += 1
                found.add((index, position))
        return frozenset(found)

    def step(self, state: State, character: str) -> State:
        reached = []
        for index, position in state:
            glob = self.globs[index]
            if position == len(glob):
                continue
            token = glob[position]
            if isinstance(token, frozenset):
                if character in token:
                    reached.append((index, position + 1))
            elif character != ":" or token in (ANY, STAR):
                reached.append((index, position if token in _STARS else position + 1))
        return self._closed(reached)

    def accepts(self, state: State) -> bool:
        return any(position == len(self.globs[index]) for index, position in state)

    def contains(self, text: str) -> bool:
        state = self.start
        for character in text:
            state = self.step(state, character)
            if not state:
                return False
        return self.accepts(state)

    def next_characters(self, state: State) -> set[str]:
        found: set[str] = set()
        for index, position in state:
            glob = self.globs[index]
            token = glob[position] if position < len(glob) else None
            if isinstance(token, frozenset):
                found |= token
            elif token in (ANY_BUT_COLON, STAR_BUT_COLON):
                found.add(":")
        return found

    def has_wildcard(self, state: State) -> bool:
        return any(
            position < len(self.globs[index]) and isinstance(self.globs[index][position], str)
            for index, position in state
        )


def witness(all_of: frozenset[frozenset[Glob]], none_of: frozenset[Glob]) -> str | None:
    """The shortest text in every set of `all_of` and in no pattern of `none_of`; None where there is none.

    Raises:
        UndecidedError: the patterns are too many to search.
    """
    found = _witness(all_of, none_of)
    # Counted where it is remembered too: what can be told must not depend on what was told before.
    step(found.steps)
    if found.is_too_many:
        raise UndecidedError("the patterns are too many to compare")
    return found.text


class _Found(NamedTuple):
    """What a search came to.

    Attributes:
        text: The text. None: there is none, or it was not found.
        steps: How many it took.
        is_too_many: Whether it was given up.
    """

    text: str | None
    steps: int = 0
    is_too_many: bool = False


@remembered
def _witness(all_of: frozenset[frozenset[Glob]], none_of: frozenset[Glob]) -> _Found:
    wanted = [_Union(globs) for globs in all_of]
    avoided = _Union(none_of)
    for union in wanted:
        literals = [_literal(glob) for glob in union.globs]
        if all(literal is not None for literal in literals):
            tried = sorted((literal for literal in literals if literal is not None), key=lambda each: (len(each), each))
            fits = (t for t in tried if all(w.contains(t) for w in wanted) and not avoided.contains(t))
            found = next(fits, None)
            if found is not None or not any(map(_tells_no_cases, union.globs)):
                return _Found(found)
    for union in wanted:
        text = _only_shortest(union)
        if text is not None and all(w is union or w.contains(text) for w in wanted) and not avoided.contains(text):
            return _Found(text)
    return _search(wanted, avoided)


def _only_shortest(union: _Union) -> str | None:
    """The one text of which a pattern has none as short: its stars stand for nothing. None, where it is none alone."""
    if len(union.globs) != 1:
        return None
    return _literal(tuple(token for token in union.globs[0] if token not in _STARS))


def common_text(pattern: str, other: str) -> str | None:
    """A text that two patterns of texts stand for, the shortest; None where there is none.

    Raises:
        UndecidedError: the patterns are too long to search.
    """
    both = (frozenset({text_glob(each, wildcards=True, variables=False)}) for each in (pattern, other))
    return witness(frozenset(both), frozenset())


def lies_in(pattern: str, patterns: Iterable[str], *, variables: bool) -> bool | None:
    """Whether the ARNs of a pattern lie in those of others: all of them, none, or, which is None, some.

    Args:
        pattern: The pattern; without policy variables, but for escapes.
        patterns: The others, which hold no policy variable that stands for a value.
        variables: Whether the others come from a policy whose version has policy variables.

    Raises:
        UndecidedError: the patterns are too many to search.
    """
    asked = frozenset(glob for glob in (arn_glob(pattern),) if glob)
    others = frozenset(glob for each in patterns if (glob := arn_glob(each, variables=variables)))
    if witness(frozenset({asked}), others) is None:
        return True
    return None if others and witness(frozenset({asked, others}), frozenset()) is not None else False


def _search(wanted: list[_Union], avoided: _Union) -> _Found:
    """Breadth first over the product of the automata, so that the first text found is a shortest one.

    A state in which one of the wanted unions has no position left leads nowhere; one in which the avoided has none is
    free of it.
    """
    start = (tuple(union.start for union in wanted), avoided.start)
    came: dict[tuple[tuple[State, ...], State], tuple[tuple[tuple[State, ...], State], str] | None] = {start: None}
    queue = deque([start])
    steps = 0
    while queue:
        state = queue.popleft()
        positions, shunned = state
        if all(union.accepts(at) for union, at in zip(wanted, positions, strict=True)) and not avoided.accepts(shunned):
            return _Found(_spell(came, state), steps)
        if len(came) > _MOST_STATES:
            return _Found(None, steps, is_too_many=True)
        alphabet = _alphabet(wanted, positions, avoided, shunned)
        steps += len(alphabet)
        for character in alphabet:
            reached = tuple(union.step(at, character) for union, at in zip(wanted, positions, strict=True))
            if not all(reached):
                continue
            following = (reached, avoided.step(shunned, character))
            if following not in came:
                came[following] = (state, character)
                queue.append(following)
    return _Found(None, steps)


def _alphabet(wanted: list[_Union], positions: tuple[State, ...], avoided: _Union, shunned: State) -> list[str]:
    """Every character that some pattern tells apart, and one that none does."""
    # All characters that no pattern names move every automaton alike, so that one of them stands for all.
    told_apart = avoided.next_characters(shunned)
    for union, at in zip(wanted, positions, strict=True):
        told_apart |= union.next_characters(at)
    free = all(union.has_wildcard(at) for union, at in zip(wanted, positions, strict=True))
    fresh = [next(c for c in _FRESH if c not in told_apart)] if free else []
    return fresh + sorted(told_apart, key=lambda c: (c.isupper(), c))


def _spell(
    came: dict[tuple[tuple[State, ...], State], tuple[tuple[tuple[State, ...], State], str] | None],
    state: tuple[tuple[State, ...], State],
) -> str:
    text = ""
    while (step := came[state]) is not None:
        state, character = step
        text = character + text
    return text
