"""After the deploy: is access as agreed, what refuses it, and how it ends.

`verify` is a folder; `doctor`, `revoke`, `status`, `rotate` are modules, and `checks` is doctor's table.

Needs boto3 (`pip install "xacct-constructs[client]"`); nothing here loads it before AWS is called.
"""
