"""For all tests: hypothesis draws the same examples each time, so that a run says something about the change alone.

`HYPOTHESIS_PROFILE=explore` draws others, and many more.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)  # machines differ, verdicts do not
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
