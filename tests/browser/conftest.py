"""JupyterLab on loopback over a copy of the course, for the browser to look at: nothing is written in the repository."""

import pytest
from course_copy import copy_of_course
from local_server import jupyter

# Their assertions tell the values, as those of the tests themselves do.
for (
    helper
) in "accessibility answering appearance arabic edition exploring from_tables guessing lessons links steps".split():
    pytest.register_assert_rewrite(helper)

SETTINGS = "--config=notebooks/make/lab/settings.py"
"""The option of the README's command: how the course is opened."""


@pytest.fixture(scope="session")
def lab(program, tmp_path_factory):
    """JupyterLab with the course's settings, and folders and a port of its own."""
    home = tmp_path_factory.mktemp("lab")
    with jupyter(copy_of_course(home / "course", ("notebooks", "data")), home, "jupyterlab", SETTINGS) as server:
        yield server


@pytest.fixture
def sheet(watched_page, lab):
    """A page for JupyterLab. The kernels that it started end with it."""
    page = watched_page()
    yield page
    page.close()
    lab.end_kernels()
