"""After the deploy: is access as agreed, what refuses it, and how it ends.

One module for each command: `verify`, `doctor`, `revoke`, `status`, `rotate`; `checks` is doctor's table.

Needs boto3 (`pip install "xacct-constructs[client]"`); nothing here loads it before AWS is called.
"""
