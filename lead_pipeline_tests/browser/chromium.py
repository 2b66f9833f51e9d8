"""Which browser the tests drive: the one that is installed here. None is downloaded.

Without one they are skipped, and say what to install; where LEAD_PIPELINE_BROWSER is `required`, they fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

VARIABLE, REQUIRED = "LEAD_PIPELINE_BROWSER", "required"
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
MISSING = (
    "No chromium is installed, and these tests look at the UI in one. Debian: apt install chromium. "
    "macOS: brew install --cask chromium. Google Chrome will do as well."
)
# It is to talk to the UI and to nobody else; containers have neither a GPU nor rights for its own sandbox.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def installed_chromium(applications: tuple[Path, ...] = APPLICATIONS) -> Path:
    """Where it is; without one, the end of the test that asks."""
    for command in COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    for application in applications:
        if application.exists():
            return application
    if os.environ.get(VARIABLE) == REQUIRED:
        pytest.fail(f"{MISSING} ({VARIABLE} is {REQUIRED}.)", pytrace=False)
    pytest.skip(MISSING)
