"""Surroundings of every test: the same on every machine, and away from the tester's own Jupyter settings."""

import os
import tempfile

import pytest
from hypothesis import settings
from local_server import chromium_options, watched
from program import browser_of_this_machine
from refresh import ENVIRONMENT

# Kernels that nbval starts inherit these, as they do in the refresh tool.
os.environ.update(ENVIRONMENT)
_own = tempfile.mkdtemp(prefix="campaign-tests-")
for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
    os.environ[name] = os.path.join(_own, name.lower())

# Properties are tried on the same inputs in every run; `--hypothesis-profile=thorough` tries many more, new ones each time.
settings.register_profile("quick", derandomize=True, deadline=None, database=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("quick")


DRAW_ALL_FIGURES = {f"tests/test_{name}.py" for name in ("charts", "figures", "order_and_emptiness", "room")}


@pytest.fixture(scope="session")
def figures():
    """Every figure of the lessons as the code draws it now, in every language: dear, so drawn once."""
    import export_figures

    return list(export_figures.all_figures())


@pytest.fixture(scope="session")
def program():
    """The browser that all tests use."""
    return browser_of_this_machine()


@pytest.fixture(scope="session")
def browser(program):
    """A browser that finds no host but this machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        arguments = [*chromium_options(), "--disable-background-networking"]
        started = play.chromium.launch(executable_path=program, args=arguments)
        try:
            # One context for all pages, a small laptop's: what JupyterLab is made of is fetched once.
            yield started.new_context(viewport={"width": 1366, "height": 768})
        finally:
            started.close()


@pytest.fixture
def watched_page(browser):
    """Open new pages that are watched and closed with the test. The default patience is in milliseconds."""
    opened = []

    def new(patience: int = 30_000):
        opened.append(watched(browser.new_page(), patience))
        return opened[-1]

    yield new
    for page in opened:
        page.close()


@pytest.hookimpl(optionalhook=True)  # the mutation tool runs without xdist
def pytest_xdist_make_scheduler(config, log):
    """File by file to the workers, as `--dist=loadfile` does, but all files that draw every figure to one of them."""
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "figures" if file in DRAW_ALL_FIGURES else file

    return Files(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_configure(config):
    """Let nbval also compare what it leaves out: order and kinds of outputs, what is told beside them, pictures."""
    if not config.pluginmanager.hasplugin("nbval"):
        return
    from nbval import kernel
    from nbval.plugin import IPyNbCell
    from outputs import differences

    start = kernel.start_new_kernel

    def again(startup_timeout=60, **more):
        # A kernel's ports are looked for first and taken later: now and then another program has one by then, and the
        # kernel never answers. What a kernel says is not asked here, so a second start loosens no test.
        try:
            return start(startup_timeout=startup_timeout / 2, **more)
        except RuntimeError:
            return start(startup_timeout=startup_timeout, **more)

    kernel.start_new_kernel = again
    compare = IPyNbCell.compare_outputs

    def stricter(cell, run, stored, skip_compare=None):
        if not compare(cell, run, stored, skip_compare):
            return False
        cell.comparison_traceback += differences(stored, run)
        return not cell.comparison_traceback

    IPyNbCell.compare_outputs = stricter
