"""Surroundings of every test: the same on every machine, and away from the tester's own Jupyter settings."""

import os
import tempfile

from refresh import ENVIRONMENT

# Kernels that nbval starts inherit these, as they do in the refresh tool.
os.environ.update(ENVIRONMENT)
_own = tempfile.mkdtemp(prefix="campaign-tests-")
for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
    os.environ[name] = os.path.join(_own, name.lower())
