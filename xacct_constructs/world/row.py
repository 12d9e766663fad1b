"""What a CloudFormation type may do to what is agreed on."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class May(StrEnum):
    """What a resource of a type may do."""

    READ = "its policies are read, and its properties stand in a table of their own"
    OPENS = "it opens what it is about to others"
    HANDS_ON = "it hands on to others what it is about, and what the role that it acts as can read"
    MAKES = "it makes resources, or changes accounts, by what the template does not show"
    PROVIDED = "its provider makes it, as a role of the provider's account"
    ACTS = "it acts as a role of its account, as programs do"
    NOTHING = "it can do none of these"
    UNSEEN = "nobody has looked at what it does, but that its schema has something that bears on access"
    UNKNOWN = "no table has it"


class TypeRow(NamedTuple):
    """What is known of one type.

    A property is named by its path: `Origins.DomainName`; lists on the way are gone through.

    Attributes:
        may: What a resource of it may do.
        why: That in words, which go on from "it"; for ACTS and NOTHING the reason.
        about: The properties that say what it is about, or acts as. Default: any.
        through: The properties that name what it goes through to get there, a function say: where that is not in the
            assembly, it may get anywhere. Default: none.
        closed: A property to the values with which it does nothing. Default: none.
        reached: The properties by which others come to it: where none of them stands, it does nothing. Default: they
            come to it anyhow.
        part_of: The property that names what it is a part of, and that one's properties with a policy: where one lets
            strangers in, nothing is closed. Default: none.
        strangers: The properties that name accounts, or hold policies: with its own account alone it does nothing, but
            for those who are agreed on. Copies and lists, which it keeps for somebody else, it opens only where they
            may learn what comes there. Default: whoever stands there.
        calls: A property with actions to the patterns of those by which others only call what it goes through; with any
            other they may act as that does, and nothing is closed. Default: they only call it.
        asks: The properties with roles as which it asks for whatever those say who come. Default: none.
        starts: What stands in the names of the services and providers whose programs others may start and change by it.
            Default: none.
        hidden: The properties by which it shows not all that it is made from. Default: none.
        accounts: The properties with the accounts in which it works. Default: its own.
        may_be_anywhere: Whether it works in accounts that no property names, where none stands. Default: no.
        of: The service, as actions call it, of what it opens by name, or goes through and opens as well. Default: what
            it opens is told by any name, and what it goes through is not opened itself.
        asking_for: A word without which, in what it says, it does nothing. Default: none.
        whole: Whether it may open all that the account has of the service, whatever names it says. Default: no.
        carries: Whether those whom it names as strangers get what it is about, so that copies lie there, in the account
            too. Default: no.
        keeps: The properties with the names of the account's buckets where that comes to lie as well. Default: none.
        is_told: Whether it is about a bus, the account's own where it names none, and it or whom it lets in is told
            what comes to a bucket that tells that one. Default: no.
        keeping: The services whose resources, where it is about one, may keep backups of anything. Default: none.
        gives_to: The properties with those to whom it gives out something of a catalogue of tables. Default: none.
        gives_roles: Whether those who come to it act as the role itself, and do whatever that may. Default: no.
        sending: The properties with policies by which others only send something there. Default: none.
        or_all: The service all of whose resources in the account it is about, where no property says which. Default:
            of none.
    """

    may: May
    why: str = ""
    about: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    closed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    reached: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    calls: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    asks: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    may_be_anywhere: bool = False
    of: str = ""
    asking_for: str = ""
    whole: bool = False
    carries: bool = False
    keeps: tuple[str, ...] = ()
    is_told: bool = False
    keeping: tuple[str, ...] = ()
    gives_to: tuple[str, ...] = ()
    gives_roles: bool = False
    sending: tuple[str, ...] = ()
    or_all: str = ""


class Property(NamedTuple):
    """A property of a type that is read, which may open or break what is agreed on.

    Attributes:
        why: What it does, in words that go on from "its NAME".
        closed: Values with which it does nothing. Default: none.
        own: Paths within the property that name resources or accounts: with those of its own account alone it does
            nothing. Default: whatever stands there.
        copies: The same, of what gets what the resource holds, or lists of it. Default: none.
        copy_of: Paths within the property that name what the resource is filled from, or a replica of. Default: none.
        policies: Paths within the property that hold policies: one that lets in its own account alone, and denies
            nothing, does nothing. Default: none.
    """

    why: str
    closed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    copy_of: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
