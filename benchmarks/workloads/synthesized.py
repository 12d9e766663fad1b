"""`python -m benchmarks.workloads.synthesized FILE FOLDER`: as `xacct synth` does, and what each phase took."""

import itertools
import json
import sys
import time
from pathlib import Path

from xacct_constructs.access_files import read_access
from xacct_constructs.synthesis import assembly_of, write_folder

file, folder = sys.argv[1:]
moments = [time.perf_counter()]
read = read_access(file)
moments.append(time.perf_counter())
assembly = assembly_of(read)
moments.append(time.perf_counter())
write_folder(Path(folder), assembly.files)
moments.append(time.perf_counter())
took = [after - before for before, after in itertools.pairwise(moments)]
print(json.dumps(dict(zip(("load", "assemble", "write"), took, strict=True))))
