"""What the commands take that begin with access files: which files, and whose accounts' stacks are meant."""

import argparse
from typing import Any


def add_access(parser: Any) -> None:
    """Add the files, the accounts and the folder of the cloud assembly."""
    parser.add_argument("file", nargs="+", help="an access file, or a folder of them; several are one")
    parser.add_argument(
        "--accounts",
        type=_names,
        action="extend",
        metavar="NAME,…",
        help="the stacks of these accounts alone, by their names in the file (default: all)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        default="cdk.out",
        help="the cloud assembly: a new folder, or an older assembly, whose place the new one takes once it is whole"
        " (default: cdk.out)",
    )


def _names(text: str) -> list[str]:
    names = [each.strip() for each in text.split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError(f"must be names with commas between them, got {text!r}")
    return names
