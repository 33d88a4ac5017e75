"""How JupyterLab opens the course: what of a machine's own settings holds, and a kernel with its imports behind it."""

import json
import os
import shutil
from contextlib import contextmanager

import nbformat
import pytest
import refresh
from campaign import language as lang
from course_copy import copy_of_folder
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyterlab_server.config import get_page_config
from local_server import jupyter
from test_house import ROOT
from test_what_people_do import first_cell
from traitlets.config.loader import PyFileConfigLoader

LAB = refresh.NOTEBOOKS / "make" / "lab"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Folders of Jupyter's own settings and kernels, both empty."""
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
        (tmp_path / variable.lower()).mkdir()
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    return tmp_path


def settings(lab=LAB):
    return PyFileConfigLoader("settings.py", str(lab)).load_config()


# --- settings ------------------------------------------------------------------------------------------------------
def test_the_settings_say_two_things_and_nothing_of_who_may_enter(machine):
    found = settings()
    kernels = found.ServerApp.kernel_spec_manager_class
    assert issubclass(kernels, KernelSpecManager)
    assert found == {
        "LabApp": {"app_settings_dir": str(LAB)},
        "ServerApp": {"kernel_spec_manager_class": kernels},
    }


def test_what_the_machine_says_of_its_server_holds_and_the_course_goes_first(machine):
    (machine / "jupyter_config_dir" / "jupyter_server_config.py").write_text(
        "c.ServerApp.browser = 'mine'\nc.LabApp.app_settings_dir = 'mine'\n", encoding="utf-8"
    )
    (machine / "jupyter_config_dir" / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": {"port": 9321, "kernel_spec_manager_class": "mine"}}), encoding="utf-8"
    )
    found = settings()
    assert (found.ServerApp.browser, found.ServerApp.port) == ("mine", 9321)
    assert found.LabApp.app_settings_dir == str(LAB)
    assert issubclass(found.ServerApp.kernel_spec_manager_class, KernelSpecManager)


def test_a_damaged_file_of_the_machine_is_named_and_the_course_opens_all_the_same(machine, capfd):
    folder = machine / "jupyter_config_dir"
    (folder / "jupyter_server_config.py").write_text("c.ServerApp.port = 9321\n", encoding="utf-8")
    (folder / "jupyter_server_config.json").write_text("{", encoding="utf-8")
    found = settings()
    assert (found.ServerApp.port, found.LabApp.app_settings_dir) == (9321, str(LAB))
    assert str(folder / "jupyter_server_config.json") in capfd.readouterr().err


def test_the_tab_s_icon_does_not_follow_the_kernel_and_no_other_part_of_jupyterlab_is_left_out(machine):
    assert get_page_config([], str(LAB))["disabledExtensions"] == ["@jupyterlab/application-extension:faviconbusy"]


# --- which kernels -------------------------------------------------------------------------------------------------
@pytest.fixture
def ours(machine):
    return settings().ServerApp.kernel_spec_manager_class()


def install(machine, name, *argv):
    folder = machine / "jupyter_path" / "kernels" / name
    folder.mkdir(parents=True)
    spec = {"argv": [*argv, "-f", "{connection_file}"], "display_name": name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def test_only_pythons_own_kernel_is_started_by_the_course(machine, ours):
    usual, found = (specs.get_kernel_spec("python3") for specs in (KernelSpecManager(), ours))
    assert usual.argv.count("ipykernel_launcher") == 1
    assert " ".join(found.argv) == " ".join(usual.argv).replace("-m ipykernel_launcher", str(LAB / "kernel.py"))
    assert found.to_dict() == usual.to_dict() | {"argv": found.argv}
    install(machine, "other", "/elsewhere/python", "-m", "ipykernel_launcher")
    assert ours.get_kernel_spec("other").argv == ["/elsewhere/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]  # fmt: skip
    assert {"python3", "other"} <= set(ours.get_all_specs())


@pytest.mark.parametrize(
    "command",
    [
        ["xpython"],
        ["/elsewhere/python3", "-m", "ipykernel_launcher"],
        "docker run box python -m ipykernel_launcher".split(),
    ],
)
def test_a_python_kernel_of_another_kind_or_place_stays_what_it_is(machine, ours, command):
    install(machine, "python3", *command)
    assert ours.get_kernel_spec("python3").argv == [*command, "-f", "{connection_file}"]


# --- the kernel ----------------------------------------------------------------------------------------------------
ASKED = """import json, sys
print(json.dumps({"names": sorted(set(globals()) - {"json", "sys"}), "path": sys.path, "modules": sorted(sys.modules)}))"""

LESSON = "04-cost.ipynb"


@contextmanager
def asking(client):
    """A function that runs a cell by a kernel's client and returns what it shows, then its error."""

    def run(source):
        shown = []

        def hear(message):
            content = message["content"]
            shown.append(content.get("text") or content.get("data", {}).get("text/plain", ""))

        reply = client.execute_interactive(source, timeout=60, output_hook=hear)["content"]
        error = [] if reply["status"] == "ok" else [f"{reply['ename']}: {reply['evalue']}"]
        return "".join(error + shown)

    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield run
    finally:
        client.stop_channels()


@contextmanager
def kernel(folder, specs, notebook=LESSON, **environment):
    """See `asking`, of a new kernel for a notebook in `folder`, as a server starts it."""
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
    told = {"JPY_SESSION_NAME": str(folder / notebook), **environment}
    manager.start_kernel(cwd=str(folder), env=os.environ | told)
    try:
        with asking(manager.client()) as run:
            yield run
    finally:
        manager.shutdown_kernel(now=True)


def in_kernel(folder, specs, notebook=LESSON, **environment):
    with kernel(folder, specs, notebook, **environment) as run:
        return json.loads(run(ASKED))


@pytest.fixture
def copy(tmp_path):
    """The folder of a lesson in another copy of the course."""
    for folder in ("notebooks/campaign", "notebooks/make/lab", "data"):
        copy_of_folder(ROOT / folder, tmp_path / "copy" / folder)
    folder = tmp_path / "copy" / "notebooks" / "en"
    folder.mkdir()
    shutil.copy(refresh.NOTEBOOKS / "en" / LESSON, folder)
    return folder


@pytest.fixture
def of_copy(copy, machine):
    return settings(copy.parent / "make" / "lab").ServerApp.kernel_spec_manager_class()


def of_course(found):
    return [name for name in found["modules"] if name.partition(".")[0] in {"campaign", "pandas"}]


@pytest.mark.parametrize("environment", [{}, {"PYTHONSAFEPATH": "1", "PYTHONPATH": f"/one{os.pathsep}/two"}])
def test_a_lessons_kernel_has_the_imports_of_its_first_cell_and_nothing_else(ours, environment):
    folder = refresh.NOTEBOOKS / "ar"
    ready, usual = (in_kernel(folder, specs, **environment) for specs in (ours, KernelSpecManager()))
    assert (ready["names"], ready["path"]) == (usual["names"], usual["path"])
    gained = set(ready["modules"]) - set(usual["modules"])
    assert {"pandas", "matplotlib", "ipywidgets", "campaign.check", "campaign.explorer.guess"} <= gained
    assert "matplotlib.pyplot" not in gained


def test_little_is_left_to_a_first_cell_and_errors_are_explained_from_then_on(ours):
    with kernel(refresh.NOTEBOOKS / "ar", ours) as run:
        assert run('check.answer("04-3", 1)') == "NameError: name 'check' is not defined"
        before = set(json.loads(run(ASKED))["modules"])
        assert run(first_cell("ar")) == lang.text("course.ready", "ar")
        new = set(json.loads(run(ASKED))["modules"]) - before
        assert {name for name in new if not name.startswith(("campaign.topics", "encodings."))} == set()
        told = lang.text("check.python_error", "ar", kind="NameError")
        assert run('check.answer("04-3", nothing)') == f"NameError: name 'nothing' is not defined{told}"


def test_a_notebook_that_is_none_of_the_course_gets_a_usual_kernel(copy, of_copy):
    own = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("from campaign import data")])
    nbformat.write(own, copy / "own.ipynb")
    (copy / "campaign.py").write_text("raise SystemExit\n", encoding="utf-8")
    for notebook in ("own.ipynb", "gone.ipynb"):
        assert of_course(in_kernel(copy, of_copy, notebook)) == [], notebook
    outside = copy.parents[2]
    shutil.copy(copy / LESSON, outside)
    shutil.copy(copy / "campaign.py", outside)
    assert of_course(in_kernel(outside, of_copy)) == []


def test_another_copy_of_the_course_is_left_to_its_own_first_cell(copy, ours):
    assert of_course(in_kernel(copy, ours)) == []


def test_to_open_a_lesson_runs_no_file_beside_it_and_keeps_what_a_module_adds_to_the_path(copy, of_copy):
    for own in ("campaign.py", "pandas.py", "cycler.py", "isal.py"):
        (copy / own).write_text("open('it-ran', 'w')\nraise SystemExit\n", encoding="utf-8")
    with (copy.parent / "campaign" / "measures.py").open("a", encoding="utf-8") as module:
        module.write("\nimport sys\nsys.path.append('/added')\n")
    found = in_kernel(copy, of_copy)
    assert "campaign.explorer.guess" in found["modules"] and not (copy / "it-ran").exists()
    assert found["path"] == [*in_kernel(copy, KernelSpecManager())["path"], "/added"]


@pytest.mark.parametrize("line", ["1 / 0", "raise SystemExit('no')"])
def test_what_is_broken_is_said_by_the_first_cell(copy, of_copy, line):
    with (copy.parent / "campaign" / "measures.py").open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    with kernel(copy, of_copy) as run:
        assert run("1 + 1") == "2"
        assert run(first_cell("en")).startswith(("ZeroDivisionError: division by zero", "SystemExit: no"))


def test_a_server_with_the_settings_opens_lessons_with_such_a_kernel(tmp_path):
    path = f"notebooks/en/{LESSON}"
    asked = {"path": path, "name": LESSON, "type": "notebook", "kernel": {"name": "python3"}}
    with jupyter(ROOT, tmp_path, "jupyter_server", "--config=notebooks/make/lab/settings.py") as server:
        session = server.ask("sessions", "POST", asked)
        file = tmp_path / "jupyter_runtime_dir" / f"kernel-{session['kernel']['id']}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        with asking(client) as run:
            assert "campaign.explorer.guess" in json.loads(run(ASKED))["modules"]
        server.end_kernels()
