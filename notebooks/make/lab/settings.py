"""How JupyterLab opens the course: with the settings beside this file, and with kernels that `kernel.py` starts.

Given to `jupyter lab` as --config. What is set up for Jupyter on a machine holds as well; where both say something, this does.
"""

import sys
from pathlib import Path

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager
from jupyter_core.paths import jupyter_config_path
from traitlets.config import Application

HERE = Path(__file__).resolve().parent
c = get_config()  # noqa: F821 (Jupyter gives it to such a file)


class LessonKernels(KernelSpecManager):
    """The kernels of this machine, of which the one of this very Python starts by `kernel.py`."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """As the class it comes from: jupyter_client.kernelspec.NoSuchKernel where there is none of that name."""
        spec = super().get_kernel_spec(kernel_name)
        this_python = spec.argv[0] in {sys.executable, "python", "python3"}  # which Jupyter takes for its own
        if kernel_name == NATIVE_KERNEL_NAME and this_python and "ipykernel_launcher" in spec.argv:
            launcher = spec.argv.index("ipykernel_launcher")  # after "-m"
            spec.argv[launcher - 1 : launcher + 1] = [str(HERE / "kernel.py")]
        return spec


# With --config Jupyter no longer looks for the server's settings on this machine.
machine = Application()
machine.load_config_file("jupyter_server_config", jupyter_config_path())  # says itself which file is damaged
c.merge(machine.config)

c.LabApp.app_settings_dir = str(HERE)
c.ServerApp.kernel_spec_manager_class = LessonKernels
