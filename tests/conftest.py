"""Surroundings of every test: the same on every machine, and away from the tester's own Jupyter settings."""

import os
import tempfile

import pytest
from hypothesis import settings
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


@pytest.fixture(scope="session")
def figures():
    """Every figure of the lessons as the code draws it now, in every language: dear, so drawn once."""
    import export_figures

    return list(export_figures.all_figures())


def pytest_configure(config):
    """Let nbval also compare what it leaves out: order and kinds of outputs, what is told beside them, pictures."""
    if not config.pluginmanager.hasplugin("nbval"):
        return
    from nbval.plugin import IPyNbCell
    from outputs import differences

    compare = IPyNbCell.compare_outputs

    def stricter(cell, run, stored, skip_compare=None):
        if not compare(cell, run, stored, skip_compare):
            return False
        cell.comparison_traceback += differences(stored, run)
        return not cell.comparison_traceback

    IPyNbCell.compare_outputs = stricter
