"""Look the locked packages up among the known vulnerabilities, with pip-audit: on demand, over the network.

    python tests/tools/audit.py

pip-audit is installed into an environment of its own that is thrown away. It asks the Python package index first and
then the OSV database about every line of constraints.txt, whatever machine the line is for. A package that neither
of them answers for counts as not audited: pip-audit itself says "No known vulnerabilities found" also when it could
look up nothing at all. Writes tests/measured/audit.md. Ends with 0 only if every package was looked up and none is
known to be vulnerable, with 1 if one is, and with 2 if something could not be looked up.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import measured
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "python tests/tools/audit.py"
SERVICES = {"pypi": "the Python package index", "osv": "OSV (osv.dev)"}
SECONDS = 300


@dataclass
class Findings:
    """What one or more answers of pip-audit say, by (package, version)."""

    audited: set[tuple[str, str]] = field(default_factory=set)
    vulnerable: dict[tuple[str, str], list[dict]] = field(default_factory=dict)


def locked(text: str) -> list[tuple[str, str]]:
    """The packages and versions of a constraints file, without regard to the machine that a line is for."""
    found = []
    for line in text.splitlines():
        if line.partition("#")[0].strip():
            entry = Requirement(line.partition("#")[0])
            (specifier,) = entry.specifier
            found.append((entry.name, specifier.version))
    return sorted(set(found))


def passes(pins: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The pins in lists that name no package twice: pip-audit takes one version of a package at a time."""
    lists: list[dict[str, str]] = []
    for name, version in pins:
        place = next((one for one in lists if name not in one), None)
        if place is None:
            lists.append(place := {})
        place[name] = version
    return [list(one.items()) for one in lists]


def read_answer(answer: str, findings: Findings) -> None:
    """Add pip-audit's JSON to the findings; packages with a reason for skipping them were not audited."""
    for package in json.loads(answer)["dependencies"]:
        if "skip_reason" not in package:
            key = (package["name"], package["version"])
            findings.audited.add(key)
            if package["vulns"]:
                findings.vulnerable[key] = package["vulns"]


def ask(program: Path, service: str, pins: list[tuple[str, str]], findings: Findings, folder: Path) -> str:
    """Ask one service about the pins; return what went wrong, in one line, or nothing."""
    listed = folder / "pins.txt"
    listed.write_text("".join(f"{name}=={version}\n" for name, version in pins), encoding="utf-8")
    options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=15", "--format=json"]
    command = [program, "-m", "pip_audit", "-r", listed, "-s", service, *options, "--cache-dir", folder / "cache"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"no answer within {SECONDS} s"
    try:
        read_answer(done.stdout, findings)
    except (ValueError, KeyError):
        lines = done.stderr.strip().splitlines() or ["it printed nothing"]
        return "not reachable" if "ConnectionError" in lines[-1] else lines[-1][:200]
    return ""


def verdict(pins: list[tuple[str, str]], findings: Findings) -> int:
    """0: all looked up and none vulnerable; 1: a vulnerable one; 2: not all were looked up."""
    if findings.vulnerable:
        return 1
    return 0 if set(pins) <= findings.audited else 2


def report(pins: list[tuple[str, str]], findings: Findings, services: list[list], program: str) -> list[str]:
    """The parts of the page."""
    missing = [pin for pin in pins if pin not in findings.audited]
    told = {
        0: f"**All {len(pins)} locked packages were looked up. None has a known vulnerability.**",
        1: f"**{len(findings.vulnerable)} of {len(pins)} locked packages have known vulnerabilities.**",
        2: f"**Not audited: {len(missing)} of {len(pins)} locked packages could not be looked up from this machine. "
        "Run the command again where the vulnerability services can be reached.**",
    }[verdict(pins, findings)]
    parts = [told, f"{program}; each line of `constraints.txt`, whatever machine it is for."]
    parts.append(measured.table(["service", "packages looked up", "what went wrong"], services))
    if findings.vulnerable:
        rows = [
            [name, version, one["id"], ", ".join(one["fix_versions"]) or "none yet"]
            for (name, version), found in sorted(findings.vulnerable.items())
            for one in found
        ]
        parts.append(measured.table(["package", "version", "vulnerability", "mended in"], rows))
    if missing and len(missing) < len(pins):
        parts.append("Not looked up: " + ", ".join(f"{name} {version}" for name, version in missing) + ".")
    return parts


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    pins = locked((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    findings, services = Findings(), []
    with tempfile.TemporaryDirectory(prefix="campaign-audit-") as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pip-audit"], check=True, timeout=SECONDS)
        version = subprocess.run([python, "-m", "pip_audit", "--version"], capture_output=True, text=True, check=True)
        for service, title in SERVICES.items():
            before = len(findings.audited)
            left = [pin for pin in pins if pin not in findings.audited]
            problems = [problem for part in passes(left) if (problem := ask(python, service, part, findings, folder))]
            found = len(findings.audited) - before
            if not problems and found < len(left):
                problems = [f"it knows nothing of the other {len(left) - found}"]
            services.append([title, f"{found} of {len(left)} asked", "; ".join(dict.fromkeys(problems)) or "nothing"])
            if found == len(left):
                break
    parts = report(pins, findings, services, version.stdout.strip())
    measured.write("audit", "Audit of the packages", COMMAND, *parts)
    print("\n\n".join(parts))
    return verdict(pins, findings)


if __name__ == "__main__":
    sys.exit(main())
