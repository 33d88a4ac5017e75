"""JupyterLab on loopback over a copy of the course, for the browser to look at: nothing is written in the repository."""

import json

import pytest
from course_copy import copy_of_course
from local_server import jupyter

# Their assertions tell the values, as those of the tests themselves do.
for helper in "accessibility answering appearance arabic edition exploring from_tables lessons links steps".split():
    pytest.register_assert_rewrite(helper)

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
}


@pytest.fixture(scope="session")
def lab(program, tmp_path_factory):
    """JupyterLab with folders, settings and a port of its own."""
    home = tmp_path_factory.mktemp("lab")
    for name, values in SETTINGS.items():
        file = home / "jupyterlab_settings_dir/@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    with jupyter(copy_of_course(home / "course", ("notebooks", "data")), home, "jupyterlab") as server:
        yield server


@pytest.fixture
def sheet(watched_page, lab):
    """A page for JupyterLab. The kernels that it started end with it."""
    page = watched_page()
    yield page
    page.close()
    lab.end_kernels()
