"""Assembly: what cloud assemblies (`cdk.out`), and templates as they are, say about access."""

from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.given import Given
from xacct_constructs.assembly.inputs import Input, TemplateFile
from xacct_constructs.assembly.lines import ResourceLines
from xacct_constructs.assembly.model import (
    Assembly,
    Endpoint,
    Identity,
    OrganizationPolicy,
    Other,
    Resource,
    UniqueName,
    Unread,
    UserGroup,
    unique_name,
)
from xacct_constructs.assembly.properties import at, document, written_out
from xacct_constructs.assembly.public import is_public
from xacct_constructs.assembly.reader import read_agreements, read_assemblies, read_assembly
from xacct_constructs.unknowns import Unknown, UnknownKind

__all__ = [
    "Assembly",
    "AssemblyError",
    "Endpoint",
    "Files",
    "Given",
    "Identity",
    "Input",
    "OrganizationPolicy",
    "Other",
    "Resource",
    "ResourceLines",
    "TemplateFile",
    "UniqueName",
    "Unknown",
    "UnknownKind",
    "Unread",
    "UserGroup",
    "at",
    "document",
    "is_public",
    "read_agreements",
    "read_assemblies",
    "read_assembly",
    "unique_name",
    "written_out",
]
