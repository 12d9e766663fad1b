"""Synthesis: the cloud assembly of an access file, written without Node and without the CDK."""

from xacct_constructs.synthesis.assembly import SynthesizedAssembly, assembly_of
from xacct_constructs.synthesis.folder import FolderError, write_folder

__all__ = ["FolderError", "SynthesizedAssembly", "assembly_of", "write_folder"]
