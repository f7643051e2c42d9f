"""What is shipped and what is installed: the wheel, the locks, their licences, and `make`."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions, packages_distributions
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import extract

ROOT = Path(__file__).parents[1]
PACKAGES = ("extract", "transform", "warehouse", "expectations", "flows")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("run", "dev", "tools")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

_ENTRY = re.compile(r"[a-z0-9][a-z0-9.-]*==\S+( ; [^#:/\\]+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
_COMMENT = re.compile(r"    #.*")


# --- the locks


def _lock_lines(name: str) -> list[str]:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _pins(name: str) -> list[Requirement]:
    return [
        Requirement(line.removesuffix(" \\"))
        for line in _lock_lines(name)
        if "==" in line[:60] and _ENTRY.fullmatch(line)
    ]


def _pins_for(name: str, python: str) -> list[Requirement]:
    """The pins that hold on Linux with CPython `python`, such as '3.12'."""
    environment = dict(default_environment()) | {
        "python_version": python,
        "python_full_version": f"{python}.9",
    }
    return [p for p in _pins(name) if p.marker is None or p.marker.evaluate(environment)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_a_hash_or_a_comment(lock: str) -> None:
    strange = [
        line
        for line in _lock_lines(lock)
        if "://" in line or not any(kind.fullmatch(line) for kind in (_ENTRY, _HASH, _COMMENT))
    ]
    assert strange == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    lines = _lock_lines(lock)
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if _ENTRY.fullmatch(line) and not _HASH.fullmatch(following)
    ]
    assert bare == []
    assert _pins(lock)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_gives_each_python_one_version_that_meets_the_declaration(
    lock: str, python: str
) -> None:
    pins = _pins_for(lock, python)
    versions = {pin.name: str(pin.specifier).removeprefix("==") for pin in pins}
    assert len(versions) == len(pins)
    for declared in _declared(lock):
        assert declared.specifier.contains(versions[canonicalize_name(declared.name)]), declared


def _declared(lock: str) -> list[Requirement]:
    if lock == "run":
        extras = PROJECT["project"]["optional-dependencies"].values()
        texts = [*PROJECT["project"]["dependencies"], *chain.from_iterable(extras)]
        return [Requirement(text) for text in texts]
    return list(_group(lock))


def _group(name: str) -> Iterator[Requirement]:
    for member in PROJECT["dependency-groups"][name]:
        if isinstance(member, str):
            yield Requirement(member)
        else:
            yield from _group(member["include-group"])


@pytest.mark.parametrize("python", PYTHONS)
def test_tests_run_on_the_versions_that_users_run(python: str) -> None:
    developed = {str(pin).split(";")[0].strip() for pin in _pins_for("dev", python)}
    run = {str(pin).split(";")[0].strip() for pin in _pins_for("run", python)}
    assert run - developed == set()


# --- what is installed


def _installed_at_run_time() -> list[Distribution]:
    environment = default_environment()
    return [
        distribution(pin.name)
        for pin in _pins("run")
        if pin.marker is None or pin.marker.evaluate(dict(environment))
    ]


def test_no_other_distribution_installs_a_package_of_our_names() -> None:
    assert len(_installed_at_run_time()) > len(PROJECT["project"]["dependencies"])
    clashes = [
        (other.name, str(path))
        for other in distributions()
        if canonicalize_name(other.name) != "gongkai"
        for path in other.files or []
        if path.parts[0].removesuffix(".py") in PACKAGES
    ]
    assert clashes == []


# A distribution that names the GPL or no licence at all, and why it may be used.
_LICENCE_REASONS = {
    "text-unidecode": "may be had under the Artistic License or the GPL; we take the former",
}


def test_nothing_that_users_install_is_under_the_gpl() -> None:
    doubtful = {d.name for d in _installed_at_run_time() if _is_doubtful(_licences(d))}
    assert doubtful == set(_LICENCE_REASONS)


def _licences(installed: Distribution) -> list[str]:
    """Licences, any of which one may take; a declared expression goes before classifiers."""
    metadata = installed.metadata
    if expression := metadata.get("License-Expression"):
        return expression.split(" OR ")
    classifiers = metadata.get_all("Classifier") or []
    named = [c for c in classifiers if c.startswith("License :: ")]
    # The free text is often the whole licence; its first line is the name.
    free_text = (metadata.get("License") or "").strip().splitlines()
    return [" AND ".join(named)] if named else free_text[:1]


def _is_doubtful(licences: list[str]) -> bool:
    return all(
        re.search(r"(?<!L)GPL|(?<!Lesser )General Public", text) is not None for text in licences
    )


@pytest.mark.parametrize(
    ("licences", "doubtful"),
    [
        (["MIT"], False),
        (["LGPL-3.0-only"], False),
        (["Apache-2.0", "GPL-2.0-or-later"], False),
        (["License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)"], False),
        (["MIT AND GPL-3.0-only"], True),
        (["AGPL-3.0-or-later"], True),
        (["GNU Affero General Public License"], True),
        ([], True),
    ],
)
def test_doubtful_licences_are_told_from_others(licences: list[str], doubtful: bool) -> None:
    assert _is_doubtful(licences) is doubtful


def test_what_the_packages_import_is_declared() -> None:
    declared = {canonicalize_name(requirement.name) for requirement in _declared("run")}
    owners = packages_distributions()
    undeclared = {
        module
        for module in _imported_modules()
        if module not in PACKAGES
        and module not in sys.stdlib_module_names
        and not declared & {canonicalize_name(owner) for owner in owners.get(module, [])}
    }
    assert undeclared == set()


def _imported_modules() -> set[str]:
    modules = set()
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.partition(".")[0])
    return modules


# --- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("dist")
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as opened:
        yield opened


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    shipped = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert shipped == sources
    assert {f"{package}/py.typed" for package in PACKAGES} <= shipped
    assert "transform/editions/2021.yaml" in shipped


def test_the_wheel_names_its_version_licence_and_command(wheel: zipfile.ZipFile) -> None:
    folder = f"gongkai-{extract.__version__}.dist-info"
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert f"\nVersion: {extract.__version__}\n" in metadata
    assert "\nLicense-Expression: Apache-2.0\n" in metadata
    assert "gongkai = flows.cli:main" in wheel.read(f"{folder}/entry_points.txt").decode()
    assert f"{folder}/licenses/LICENSE" in wheel.namelist()


# --- finding a Python, and make


def _fake_python(path: Path, version: tuple[int, int, int], *, ensurepip: bool = True) -> Path:
    """A command that answers as this interpreter would if it were of `version`."""
    disguise = f"import sys; sys.version_info = {version}; "
    if not ensurepip:
        disguise += "sys.modules['ensurepip'] = None; "
    disguise += "exec(sys.argv[1])"
    # The code to run comes fourth: -E -s -c CODE.
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{disguise}" "$4"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _find_python(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "tools" / "find-python")]
    environment = {"PATH": str(folder)} | environment
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 2)])
def test_a_python_in_range_is_taken(tmp_path: Path, version: tuple[int, int, int]) -> None:
    _fake_python(tmp_path / "python3", version)
    found = _find_python(tmp_path)
    assert (found.returncode, found.stdout, found.stderr) == (0, f"{sys.executable}\n", "")


@pytest.mark.parametrize(
    ("version", "ensurepip", "said"),
    [
        ((3, 10, 13), True, "(python3 is 3.10.13)"),
        ((3, 15, 0), True, "(python3 is 3.15.0)"),
        ((3, 12, 1), False, "(python3 is 3.12.1 without venv and ensurepip)"),
        (None, True, "(no python answered)"),
    ],
)
def test_an_unfit_python_gets_one_sentence(
    tmp_path: Path, version: tuple[int, int, int] | None, ensurepip: bool, said: str
) -> None:
    if version is not None:
        _fake_python(tmp_path / "python3", version, ensurepip=ensurepip)
    found = _find_python(tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
    assert said in found.stderr
    assert found.stderr.startswith("gongkai needs Python 3.11, 3.12, 3.13 or 3.14")
    assert found.stderr.count("\n") == 1


def test_a_later_name_is_tried_when_the_first_is_unfit(tmp_path: Path) -> None:
    _fake_python(tmp_path / "python3", (3, 9, 2))
    assert _find_python(tmp_path).returncode == 1
    _fake_python(tmp_path / "python3.12", (3, 12, 0))
    assert _find_python(tmp_path).stdout == f"{sys.executable}\n"


def test_a_python_that_is_named_is_the_only_one_asked(tmp_path: Path) -> None:
    _fake_python(tmp_path / "python3", (3, 12, 0))
    old = _fake_python(tmp_path / "an old python", (3, 9, 2))
    found = _find_python(tmp_path, PYTHON=str(old))
    assert found.returncode == 1
    assert f"({old} is 3.9.2)" in found.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_run_stops_at_an_unfit_python(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    for part in ("tools", "requirements", "extract"):
        shutil.copytree(ROOT / part, clone / part)
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, clone)
    old = _fake_python(tmp_path / "python3", (3, 10, 0))
    run = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={old}", "run"],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert run.stderr.startswith("gongkai needs Python 3.11")
    assert not (clone / ".venv").exists()
    assert not (clone / ".tools").exists()


# --- the order of the packages, and the hooks


@pytest.mark.parametrize(
    ("importer", "imported", "broken"),
    [
        ("flows", "prefect", None),
        ("warehouse", "duckdb", None),
        ("transform", "prefect", "Only flows knows Prefect"),
        ("extract", "pandas", "Reading files needs neither data frames nor a database"),
        ("extract", "duckdb", "Reading files needs neither data frames nor a database"),
        ("transform", "warehouse", "Later stages import earlier ones, never back"),
        ("warehouse", "expectations", "Later stages import earlier ones, never back"),
    ],
)
def test_an_import_against_the_order_is_found(
    tmp_path: Path, importer: str, imported: str, broken: str | None
) -> None:
    for package in PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / importer / "stage.py").write_text(f"import {imported}\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    linter = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run(
        [linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (linted.returncode == 0) == (broken is None), linted.stdout
    if broken is not None:
        assert f"{broken} BROKEN" in linted.stdout


def test_hooks_fetch_nothing() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for repository in hooks["repos"]:
        assert repository["repo"] == "local"
        assert {hook["language"] for hook in repository["hooks"]} == {"system"}
        assert all(hook["entry"].startswith(".venv/bin/") for hook in repository["hooks"])
