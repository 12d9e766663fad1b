"""The local AWS: two accounts on this machine, for the demo and the tests. A leaf: nothing else imports it."""
