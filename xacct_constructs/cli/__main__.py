"""`python -m xacct_constructs.cli` is `xacct`."""

from xacct_constructs.cli.main import main

raise SystemExit(main())
