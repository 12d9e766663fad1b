"""The short forms of CloudFormation's functions in YAML: `!Ref X` is `{"Ref": X}`, `!Sub X` is `{"Fn::Sub": X}`.

Source: CloudFormation User Guide, "Intrinsic function reference", "Condition functions" and "Rule-specific intrinsic
functions".
"""

from collections.abc import Mapping

_FUNCTIONS = """
And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap GetAZs GetAtt GetStackOutput If ImportValue
Join Length Not Or RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll
"""

SHORT_FORMS: Mapping[str, str] = {
    "!Condition": "Condition",
    "!Ref": "Ref",
    **{f"!{name}": f"Fn::{name}" for name in _FUNCTIONS.split()},
}
"""Each tag, to the key that it is short for."""
