"""`xacct synth`: the cloud assembly of an access file, without Node and without the CDK."""

import argparse

from xacct_constructs.cli.access import add_access
from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.say import refuse, say, show
from xacct_constructs.exits import AS_EXPECTED

_CODES = """\
  0    written: what has to be known of it is said on standard error
  2    wrong usage, something in the files is wrong, or the CDK's CLI is at work with the folder: all of it is said, and
       an older assembly stays as it is
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "synth",
        run,
        description="Write the cloud assembly of access files: for each account its stacks, as AccessMap makes them in"
        " a CDK app.\n`cdk deploy --app cdk.out`, `cdk diff`, `xacct prove` and `xacct diff` take it as any other."
        " Needs neither Node nor credentials.",
        codes=_CODES,
    )
    add_access(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the files, and write the assembly or all that is wrong."""
    from pathlib import Path

    from xacct_constructs.access_files import read_access
    from xacct_constructs.finding import AgreementError
    from xacct_constructs.synthesis import FolderError, assembly_of, write_folder

    try:
        assembly = assembly_of(read_access(*arguments.file), accounts=arguments.accounts)
        write_folder(Path(arguments.output), assembly.files)
    except AgreementError as wrong:
        return refuse(*map(str, wrong.findings))
    except FolderError as problem:
        return refuse(str(problem))
    for warning in assembly.warnings:
        say(str(warning))
    accounts = len({each.account for each in assembly.stacks})
    agreements = sum(len(each.agreements) for each in assembly.stacks)
    counts = ((len(assembly.stacks), "stack"), (accounts, "account"), (agreements, "agreement"))
    told = ", ".join(f"{count} {noun if count == 1 else f'{noun}s'}" for count, noun in counts)
    show(f"{arguments.output}: {told}\n")
    return AS_EXPECTED
