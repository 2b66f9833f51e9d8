"""What the house's tests look at: the files of the package, of its tests, and of the repository.

No rule stands here; each has its own test beside this file.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "lead_pipeline").rglob("*.py"))
TESTS = sorted((ROOT / "lead_pipeline_tests").rglob("*.py"))


def name(path: Path) -> str:
    """How a file is called in a test's id and in a message."""
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> list[ast.AST]:
    """Every node of a file's syntax tree."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def repository_files() -> list[Path]:
    """What is in the repository, or would be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for line in listed.stdout.split("\0") if line and (path := ROOT / line).is_file()]


def complaints(*command: str | Path) -> str:
    """What a tool of this environment says when it is not content, and nothing when it is."""
    beside_python = Path(sys.executable).with_name(str(command[0]))
    done = subprocess.run(
        [beside_python, *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
