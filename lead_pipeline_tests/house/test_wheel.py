"""The package as others get it: a wheel that holds all of it and nothing else, and runs without this checkout.

Everything else is tested from the checkout, where a forgotten file or dependency does not show.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lead_pipeline
from lead_pipeline_tests.house.tree import MODULES, ROOT, name

pytestmark = pytest.mark.slow
UV = Path(sys.executable).with_name("uv")


def run(*command: str | Path, cwd: Path) -> str:
    """What it prints; when it fails, the test fails with all it said."""
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        pytest.fail(f"{command}:\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(UV, "build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    held = {file for file in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in file}
    assert {*map(name, MODULES), "lead_pipeline/py.typed"} <= held
    assert {file.split("/")[0] for file in held} == {"lead_pipeline"}


def test_the_command_runs_from_the_wheel_and_what_it_asks_for(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, venv, cwd=tmp_path)
    run(
        *(UV, "pip", "install", "--quiet", "--python", venv / "bin" / "python"),
        *("--constraint", ROOT / "requirements.lock", wheel),
        cwd=tmp_path,
    )
    said = run(venv / "bin" / "lead-pipeline", "--version", cwd=tmp_path)
    assert lead_pipeline.__version__ in said
