"""The command line: `xacct`.

Exit codes: 0 all as expected; 1 something was not; 2 wrong usage, or something must be set up first; 3 no credentials;
4 a fault of xacct's own; 130 ended by Ctrl-C (128 and the signal's number for the others).
"""

from xacct_constructs.cli.main import main

__all__ = ["main"]
