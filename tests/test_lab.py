"""How JupyterLab opens the course: what of a machine's own settings holds, and a kernel with its imports behind it."""

import json
import shutil
from contextlib import contextmanager

import nbformat
import pytest
import refresh
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyterlab_server.config import get_page_config
from local_server import jupyter
from test_house import ROOT
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


def settings():
    return PyFileConfigLoader("settings.py", str(LAB)).load_config()


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
def install(machine, name, *argv):
    folder = machine / "jupyter_path" / "kernels" / name
    folder.mkdir(parents=True)
    spec = {"argv": [*argv, "-f", "{connection_file}"], "display_name": name, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def test_only_pythons_own_kernel_is_started_by_the_course(machine):
    kernels = settings().ServerApp.kernel_spec_manager_class()
    usual, ours = KernelSpecManager().get_kernel_spec("python3"), kernels.get_kernel_spec("python3")
    assert usual.argv.count("ipykernel_launcher") == 1
    assert " ".join(ours.argv) == " ".join(usual.argv).replace("-m ipykernel_launcher", str(LAB / "kernel.py"))
    assert ours.to_dict() == usual.to_dict() | {"argv": ours.argv}
    install(machine, "other", "/elsewhere/python", "-m", "ipykernel_launcher")
    assert kernels.get_kernel_spec("other").argv == ["/elsewhere/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]  # fmt: skip
    assert {"python3", "other"} <= set(kernels.get_all_specs())


def test_a_python_kernel_of_another_kind_stays_what_it_is(machine):
    install(machine, "python3", "xpython")
    kernels = settings().ServerApp.kernel_spec_manager_class()
    assert kernels.get_kernel_spec("python3").argv == ["xpython", "-f", "{connection_file}"]


# --- the kernel ----------------------------------------------------------------------------------------------------
ASKED = """import json, sys
print(json.dumps({"names": sorted(set(globals()) - {"json", "sys"}), "path": sys.path, "modules": sorted(sys.modules)}))"""


@contextmanager
def asking(client):
    """A function that runs a cell by a kernel's client and returns what it prints, or its error."""

    def run(source):
        printed = []
        hook = lambda message: printed.append(message["content"].get("text", ""))  # noqa: E731
        reply = client.execute_interactive(source, timeout=60, output_hook=hook)["content"]
        return "".join(printed) if reply["status"] == "ok" else f"{reply['ename']}: {reply['evalue']}"

    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield run
    finally:
        client.stop_channels()


@contextmanager
def kernel(folder, specs):
    """See `asking`, of a new kernel in `folder`."""
    manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
    manager.start_kernel(cwd=str(folder))
    try:
        with asking(manager.client()) as run:
            yield run
    finally:
        manager.shutdown_kernel(now=True)


def in_kernel(folder, specs):
    with kernel(folder, specs) as run:
        return json.loads(run(ASKED))


@pytest.fixture
def ours(machine):
    return settings().ServerApp.kernel_spec_manager_class()


def test_a_lessons_kernel_has_the_imports_of_its_first_cell_and_is_as_bare_as_any(ours):
    folder = refresh.NOTEBOOKS / "ar"
    ready, usual = in_kernel(folder, ours), in_kernel(folder, KernelSpecManager())
    assert (ready["names"], ready["path"]) == (usual["names"], usual["path"])
    gained = set(ready["modules"]) - set(usual["modules"])
    assert {"pandas", "matplotlib", "ipywidgets", "campaign.check", "campaign.explorer.guess"} <= gained
    assert "matplotlib.pyplot" not in gained


def test_little_is_left_to_a_first_cell(ours):
    lesson = nbformat.read(refresh.NOTEBOOKS / "en" / "04-cost.ipynb", as_version=4)
    first = next(cell.source for cell in lesson.cells if cell.cell_type == "code")
    with kernel(refresh.NOTEBOOKS / "en", ours) as run:
        before = set(json.loads(run(ASKED))["modules"])
        assert run(first) == ""
        new = set(json.loads(run(ASKED))["modules"]) - before
    assert {name for name in new if not name.startswith(("campaign.topics", "encodings."))} == set()


def test_a_notebook_outside_of_the_course_gets_a_usual_kernel(tmp_path, ours):
    found = in_kernel(tmp_path, ours)
    assert [name for name in found["modules"] if name.partition(".")[0] in {"campaign", "pandas"}] == []
    assert found["path"] == in_kernel(tmp_path, KernelSpecManager())["path"]


def test_another_copy_of_the_course_gets_its_own_modules_and_says_itself_what_is_broken(tmp_path, ours):
    shutil.copytree(refresh.NOTEBOOKS / "campaign", tmp_path / "notebooks" / "campaign")
    shutil.copytree(refresh.NOTEBOOKS.parent / "data", tmp_path / "data")
    (tmp_path / "notebooks" / "en").mkdir()
    with kernel(tmp_path / "notebooks" / "en", ours) as run:
        assert run("import sys; print(sys.modules['campaign'].__file__)").startswith(str(tmp_path))
    (tmp_path / "notebooks" / "campaign" / "measures.py").write_text("1 / 0\n", encoding="utf-8")
    with kernel(tmp_path / "notebooks" / "en", ours) as run:
        assert run("1 + 1") == ""
        assert (
            run("import sys; sys.path.append('..'); from campaign import measures")
            == "ZeroDivisionError: division by zero"
        )


def test_a_server_with_the_settings_opens_lessons_with_such_a_kernel(tmp_path):
    path = "notebooks/en/04-cost.ipynb"
    asked = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
    with jupyter(ROOT, tmp_path, "jupyter_server", "--config=notebooks/make/lab/settings.py") as server:
        session = server.ask("sessions", "POST", asked)
        file = tmp_path / "jupyter_runtime_dir" / f"kernel-{session['kernel']['id']}.json"
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        with asking(client) as run:
            assert "campaign.explorer.guess" in json.loads(run(ASKED))["modules"]
        server.end_kernels()
