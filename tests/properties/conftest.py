"""How many examples are tried: few by default, more with XACCT_HYPOTHESIS_PROFILE=thorough."""

import os

from hypothesis import settings

settings.register_profile("quick", settings.get_profile("unhurried"), max_examples=150)
settings.register_profile("thorough", settings.get_profile("unhurried"), max_examples=3000)
settings.load_profile(os.environ.get("XACCT_HYPOTHESIS_PROFILE", "quick"))
