"""The exit codes of every command, by what they mean; docs/exit-codes.md says it for each command.

Two meanings share a code where a pipeline has to do the same about both.
"""

AS_EXPECTED = 0
"""Done, or all is as it should be."""
NOT_AS_EXPECTED = 1
"""It was looked at, and is not as it should be: refuted, changed, wrong, too old, or something must be waited for."""
REFUSED = 1
"""AWS refused, or did not answer; or standard output does not take what was found."""
USAGE = 2
"""Wrong usage, something must be set up first, or a person did not agree: nothing was done."""
UNDECIDED = 2
"""It cannot be told."""
NO_CREDENTIALS = 3
"""There are no credentials to begin with, or no MFA code."""
FAULT = 4
"""xacct itself is at fault."""

# Of `xacct exec`, whose other codes are its command's; as shells, `env` and `timeout` have them.

EXEC_FAILED = 125
"""xacct itself failed, whatever the reason."""
NOT_EXECUTABLE = 126
NOT_FOUND = 127

SIGNALLED = 128
"""Ended by a signal: this and the signal's number."""
CTRL_C = 130
"""Ended by the signal of Ctrl-C."""
