#!/usr/bin/env python3
"""Runs the quick starts of README.md and src/lib.rs in a new crate.

usage: quick_start.py

Takes the first Rust block and the first text block of each file, compiles the Rust block in a
crate whose only dependency is detente (by path), runs it, and compares its output with the text
block. Exits 1 on a difference.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CRATE = ROOT / "target" / "quick-start"
MANIFEST = f"""[package]
name = "quick-start"
version = "0.0.0"
edition = "2024"

[dependencies]
detente = {{ path = "{ROOT}" }}

[workspace]
"""


def blocks(text):
    """The first Rust program, without the lines that rustdoc hides, and the first text block."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
    program = next(body for tag, body in found if tag in ("", "rust") and "fn main" in body)
    printed = next(body for tag, body in found if tag == "text")
    shown = [line for line in program.splitlines() if not line.lstrip().startswith("# ")]
    return "\n".join(shown) + "\n", printed


def main():
    for name in ("README.md", "src/lib.rs"):
        text = (ROOT / name).read_text()
        if name.endswith(".rs"):
            text = "\n".join(re.sub("^//! ?", "", line) for line in text.splitlines())
        program, printed = blocks(text)
        (CRATE / "src").mkdir(parents=True, exist_ok=True)
        (CRATE / "Cargo.toml").write_text(MANIFEST)
        (CRATE / "src" / "main.rs").write_text(program)
        ran = subprocess.run(["cargo", "run", "--quiet"], cwd=CRATE, capture_output=True, text=True)
        if ran.returncode or ran.stdout != printed:
            sys.exit(f"{name}: the quick start prints other text than its text block\n{ran.stderr}{ran.stdout}")
        if "warning" in ran.stderr:
            sys.exit(f"{name}: the quick start compiles with warnings\n{ran.stderr}")
        print(f"{name}: {len(program.splitlines())} lines, prints its text block")


if __name__ == "__main__":
    main()
