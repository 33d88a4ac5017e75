"""The Python packages of the edition in the browser: got, checked, cut to what the course imports, and listed for Pyodide.

Everything that is loaded, with its version and SHA-256, stands in `site_parts/browser_pins.toml`. The course's own package and
tables become one more package, so that a browser does not ask for each of their files.
"""

from __future__ import annotations

import fnmatch
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = Path(__file__).with_name("site_parts") / "browser_pins.toml"
COURSE = "course-files"
"""The package that carries the course's own code and tables."""

INSIDE = "course"
"""Their folder in the browser's site-packages: `notebooks/campaign` and `data` lie in it as they lie here."""

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same files give the same archive."""

_SECONDS = 60


@dataclass(frozen=True)
class Package:
    """One package as the pins describe it."""

    name: str
    file: str = ""
    sha256: str = ""
    origin: str = "pyodide"
    platform: str = ""
    needs: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass
class Pins:
    """What browser_pins.toml says."""

    version: str
    python: str
    host: str
    files: dict[str, str]
    drop: tuple[str, ...]
    packages: dict[str, Package]
    empty: tuple[str, ...] = field(default=())


@cache
def pins() -> Pins:
    """The pins, read once."""
    read = tomllib.loads(PINS.read_text(encoding="utf-8"))
    packages = {}
    for name, given in read["packages"].items():
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        given["origin"] = given.pop("from", "pyodide")
        given.setdefault("imports", (name.replace("-", "_"),))
        packages[name] = Package(name, **given)
    pyodide = read["pyodide"] | {"drop": tuple(read["pyodide"]["drop"])}
    return Pins(packages=packages, empty=tuple(read["empty"]["packages"]), **pyodide)


class NotFound(Exception):
    """A file that cannot be had from where it was looked for."""


# --- getting ---------------------------------------------------------------------------------------------------------
def checked(content: bytes, sha256: str, name: str) -> bytes:
    """The content, when it is what the pins say; ends the run with a sentence otherwise."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise SystemExit(f"{name}: its SHA-256 is {found}, and {PINS.name} expects {sha256}; nothing was built.")
    return content


def from_pyodide(name: str, sha256: str, folder: Path | None, kept: Path) -> bytes:
    """A file of Pyodide: from the given folder, or else from its host, kept in `kept` for the next time.

    Raises NotFound when the host cannot be reached. Ends the run with a sentence when a given folder lacks the file.
    """
    if folder:
        file = folder / name
        if not file.is_file():
            raise SystemExit(f"{folder}: no {name}; expected the files of Pyodide {pins().version} in this folder.")
        return checked(file.read_bytes(), sha256, str(file))
    file = kept / name
    if not file.is_file():
        try:
            with urllib.request.urlopen(pins().host + name, timeout=_SECONDS) as answer:
                content = answer.read()
        except (urllib.error.URLError, OSError) as error:
            raise NotFound(f"{pins().host}{name}: {error}") from error
        kept.mkdir(parents=True, exist_ok=True)
        file.write_bytes(checked(content, sha256, name))
    return checked(file.read_bytes(), sha256, str(file))


def from_registry(package: Package, kept: Path) -> bytes:
    """A wheel of the Python registry, brought by pip and kept in `kept`."""
    file = kept / package.file
    if not file.is_file():
        kept.mkdir(parents=True, exist_ok=True)
        version = package.file.split("-")[1]
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        if package.platform:
            command += ["--platform", package.platform, "--python-version", pins().python, "--implementation", "cp"]
        done = subprocess.run(
            [*command, "--dest", str(kept), f"{package.name}=={version}"], capture_output=True, text=True
        )
        if done.returncode or not file.is_file():
            raise SystemExit(
                f"{package.name} {version} could not be had from the Python registry: {done.stderr[-300:]}"
            )
    return checked(file.read_bytes(), package.sha256, str(file))


def from_kernel(package: Package, folder: Path) -> tuple[str, bytes]:
    """The name and content of a wheel that JupyterLite's kernel brings along. Its version is pinned with the kernel's."""
    found = sorted(folder.glob(f"{package.name.replace('-', '_')}-*.whl"))
    if len(found) != 1:
        raise SystemExit(f"{folder}: expected one wheel of {package.name}, found {len(found)}.")
    return found[0].name, found[0].read_bytes()


# --- cutting ---------------------------------------------------------------------------------------------------------
@cache
def compiler() -> str | None:
    """A Python of the version that runs in the browser, to compile for it; None when there is none on this machine."""
    wanted = pins().python
    for program in (sys.executable, f"python{wanted}", *_pythons_of_version_managers(wanted)):
        found = shutil.which(program)
        if found:
            said = subprocess.run(
                [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
            )
            if said.returncode == 0 and said.stdout.strip() == wanted:
                return found
    return None


def _pythons_of_version_managers(wanted: str) -> Iterable[str]:
    for home in filter(None, (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv")):
        yield from map(str, sorted(Path(home).glob(f"versions/{wanted}.*/bin/python")))


COMPILE = """
import ast, fnmatch, importlib.util, pathlib, sys
from importlib._bootstrap_external import _code_to_hash_pyc
folder = pathlib.Path(sys.argv[1])
for file in sorted(folder.rglob("*.py")):
    inside, text = file.relative_to(folder).as_posix(), file.read_bytes()
    try:
        tree = ast.parse(text, inside)
    except SyntaxError:
        continue
    told = any(fnmatch.fnmatchcase(inside, pattern) for pattern in sys.argv[2:])
    for node in ast.walk(tree) if not told else ():
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, False):
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
    code = compile(tree, inside, "exec", dont_inherit=True)
    file.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, importlib.util.source_hash(text), False))
    file.unlink()
"""
"""Compiled here, a module does not have to be compiled in every learner's browser: a third of the time to the first
picture. Without its text a module is also without the lines that a traceback would show. Help texts, which weigh as
much as the code, stay in the modules that the patterns name."""


def compiled(files: dict[str, bytes], told: Iterable[str] = ()) -> dict[str, bytes]:
    """The files with each module compiled in place of its text; as they are where no Python fits.

    told: patterns for the modules that keep the help texts of their functions and classes.
    """
    program = compiler()
    if not program or not any(name.endswith(".py") for name in files):
        return files
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        done = subprocess.run([program, "-I", "-c", COMPILE, place, *told], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"a module could not be compiled for the browser: {done.stderr[-500:]}")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def contents(wheel: bytes, drop: Iterable[str] = ()) -> dict[str, bytes]:
    """The files of a wheel without those that are dropped, its list of files, and what only installers read."""
    drop = (*drop, "*.dist-info/RECORD", "*/__pycache__/*")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith("/") and not any(fnmatch.fnmatchcase(name, pattern) for pattern in drop)
        }


def packed(files: dict[str, bytes]) -> bytes:
    """A wheel of these files: the same files give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    return file.getvalue()


def cut(package: Package, wheel: bytes) -> bytes:
    """A wheel with what the course needs of it, compiled."""
    files = contents(wheel, package.drop)
    if package.name in MENDED:
        MENDED[package.name](files)
    return packed(compiled(files, package.told))


def mend_matplotlib(files: dict[str, bytes]) -> None:
    """Let its list of fonts be true: Pyodide's copy has that of another machine, and every start would make it anew."""
    version = re.search(rb"__version__ = (\d+)", files["matplotlib/font_manager.py"])[1]
    fonts = json.loads(files["matplotlib/fontlist.json"])
    here = {name.removeprefix("matplotlib/mpl-data/") for name in files}
    fonts["_version"] = int(version)
    for kind in ("afmlist", "ttflist"):
        fonts[kind] = [font for font in fonts[kind] if font["fname"] in here]
    files["matplotlib/fontlist.json"] = json.dumps(fonts).encode()


def mend_dateutil(files: dict[str, bytes]) -> None:
    """Keep the time zone UTC alone, which pandas asks for as it starts: reading all of them takes a second."""
    name, kept = "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz", io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(files[name])) as zones,
        gzip.GzipFile(fileobj=kept, mode="wb", mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w") as one,
    ):
        for member in ("METADATA", "UTC"):
            content = zones.extractfile(member).read()
            plain = tarfile.TarInfo(member)
            plain.size = len(content)
            one.addfile(plain, io.BytesIO(content))
    files[name] = kept.getvalue()


def mend_kernel(files: dict[str, bytes]) -> None:
    """Complete names without jedi, which is not loaded."""
    name, old = "pyodide_kernel/interpreter.py", b"self.Completer.use_jedi = True"
    if files[name].count(old) != 1:
        raise SystemExit(f"{name}: expected {old.decode()!r} once; is this another kernel?")
    files[name] = files[name].replace(old, b"self.Completer.use_jedi = False")


MENDED = {"matplotlib": mend_matplotlib, "python-dateutil": mend_dateutil, "pyodide-kernel": mend_kernel}
"""What more than leaving out is done to a package."""


def dist_info(name: str, version: str) -> dict[str, bytes]:
    """What makes a folder of files a wheel."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    return {
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{folder}/WHEEL": b"Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }


def course_files(root: Path = ROOT) -> dict[str, bytes]:
    """The course's package and tables by their place in the browser, without what only people read."""
    files = {}
    for top, patterns in (
        ("notebooks/campaign", ("*.py", "*.toml", "*.mplstyle", "*.css", "*.js")),
        ("data", ("*.csv", "*json")),
    ):
        for pattern in patterns:
            for path in sorted((root / top).rglob(pattern)):
                if "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
                    files[f"{INSIDE}/{path.relative_to(root).as_posix()}"] = path.read_bytes()
    return files


# --- the list for Pyodide --------------------------------------------------------------------------------------------
def entry(name: str, file_name: str, content: bytes, needs: Iterable[str], imports: Iterable[str]) -> dict:
    """What Pyodide's list of packages says of one."""
    return {
        "name": name,
        "version": re.sub(r"\.whl$", "", file_name.rsplit("/", 1)[-1]).split("-")[1],
        "file_name": file_name,
        "install_dir": "site",
        "sha256": hashlib.sha256(content).hexdigest(),
        "package_type": "package",
        "imports": list(imports),
        "depends": list(needs),
        "unvendored_tests": False,
    }


LIBRARY = "python_stdlib.zip"
"""Python's own library, among Pyodide's files."""


@dataclass
class Written:
    """What `write` made.

    lock: the list of packages for Pyodide. here: Pyodide itself lies with the site. cut: every package is cut and lies
    with the site. compiled: their modules are compiled. library: so is Python's own library.
    """

    lock: dict
    here: bool
    cut: bool
    compiled: bool
    library: bool = False

    @property
    def loaded(self) -> list[str]:
        """The packages as the kernel asks for them: those that it finds loaded it does not look for."""
        return sorted(name.replace("pyodide-kernel", "pyodide_kernel") for name in self.lock["packages"])


def write(
    folder: Path, kept: Path, kernel_wheels: Path, pyodide: Path | None = None, here: bool | None = None
) -> Written:
    """Write the packages into `folder` and return the list of them for Pyodide.

    kept: a folder that keeps what was brought from elsewhere. kernel_wheels: the wheels of the installed JupyterLite
    kernel. pyodide: a folder with Pyodide, in place of its own host. here: copy Pyodide itself beside the packages, so
    that the site needs no other host; with a folder that is done unless it is refused.

    Without `here` the site points to Pyodide's own host; its packages are brought from there and cut, and where the host
    cannot be reached now the learner's browser gets them whole from there.
    """
    here = bool(pyodide) if here is None else here
    known = pins()
    folder.mkdir(parents=True, exist_ok=True)
    listed, all_cut = {}, True
    for package in known.packages.values():
        name = package.file
        if package.origin == "kernel":
            name, wheel = from_kernel(package, kernel_wheels)
        elif package.origin == "registry":
            wheel = from_registry(package, kept)
        else:
            try:
                wheel = from_pyodide(name, package.sha256, pyodide, kept)
            except NotFound as error:
                if here:
                    raise SystemExit(f"Pyodide could not be had: {error}") from error
                all_cut = False
                listed[package.name] = entry(package.name, known.host + name, b"", package.needs, package.imports)
                listed[package.name]["sha256"] = package.sha256
                continue
        smaller = cut(package, wheel)
        (folder / name).write_bytes(smaller)
        listed[package.name] = entry(package.name, name, smaller, package.needs, package.imports)
    own = {name: {} for name in known.empty} | {COURSE: compiled(course_files(), told=["*"])}
    for name, files in own.items():
        wheel = packed(files | dist_info(name, "1.0"))
        file_name = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        (folder / file_name).write_bytes(wheel)
        listed[name] = entry(name, file_name, wheel, (), ())
    written = Written(
        {
            "info": {
                "arch": "wasm32",
                "platform": "emscripten_3_1_58",
                "version": known.version,
                "python": known.python,
                "abi_version": "2024_0",
            },
            "packages": listed,
        },
        here=here,
        cut=all_cut,
        compiled=compiler() is not None,
    )
    for name, sha256 in known.files.items():
        if not here and name != LIBRARY:
            continue
        try:
            content = from_pyodide(name, sha256, pyodide, kept)
        except NotFound as error:
            if here:
                raise SystemExit(f"Pyodide could not be had: {error}") from error
            continue
        if name == LIBRARY:
            content, written.library = packed(compiled(contents(content, known.drop))), True
        (folder / name).write_bytes(content)
    return written
