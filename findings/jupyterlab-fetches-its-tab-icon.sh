#!/usr/bin/env bash
# JupyterLab 4.6.6 with jupyter_server 2.21.1, in Chromium (Debian's, found by its name): the icon of the browser's tab.
# A good guess: that the icon turns busy while a kernel works is drawn with two pictures which the page has once.
# What happens: the page changes the address in its link to the icon whenever the kernel turns busy or idle, and the
# browser asks the server for it again at each cell: nothing lets it keep the picture. Twelve cells of a fifth of a second
# each make twelve requests, answered by the process that also hands on the kernel's messages.
# For a course: on two cores a lesson's first chart comes a fourteenth later, and on a hub every learner's Run All sends
# dozens of requests through the proxy. Leaving out @jupyterlab/application-extension:faviconbusy ends it: the second run.
set -euo pipefail
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
box=$(mktemp -d); trap 'rm -rf "$box"' EXIT; cd "$box"
python3 -m venv env
env/bin/pip install -q jupyterlab==4.6.6 jupyter_server==2.21.1 ipykernel==7.4.0 playwright==1.65.2
cat > look.py <<'PY'
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

left_out, chromium = sys.argv[1] == "without", sys.argv[2]
home = Path(sys.argv[1]).absolute()
(home / "settings").mkdir(parents=True)
if left_out:
    names = {"disabledExtensions": ["@jupyterlab/application-extension:faviconbusy"]}
    (home / "settings" / "page_config.json").write_text(json.dumps(names))
(home / "settings" / "overrides.json").write_text(
    json.dumps({"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}})
)
WORK = "import time; time.sleep(0.2)"
cells = [
    {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": WORK, "outputs": [], "execution_count": None}
    for n in range(12)
]
kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
sheet = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
(home / "work").mkdir()
(home / "work" / "sheet.ipynb").write_text(json.dumps(sheet))

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
own |= {name: str(home / name) for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
options = [f"--ServerApp.port={port}", "--no-browser", "--allow-root", "--IdentityProvider.token=only-here"]
options += [f"--ServerApp.root_dir={home / 'work'}", f"--LabApp.app_settings_dir={home / 'settings'}"]
server = subprocess.Popen(
    [sys.executable, "-m", "jupyterlab", *options], env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)
try:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=only-here")
            break
        except OSError:
            time.sleep(0.5)
    with sync_playwright() as play:
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"] * root)
        page, asked = browser.new_page(), []
        page.goto(f"http://127.0.0.1:{port}/lab/tree/sheet.ipynb?token=only-here&reset")
        page.wait_for_selector(r"text=/\| Idle$/", state="attached", timeout=120_000)
        page.wait_for_timeout(3000)
        page.on("request", lambda request: asked.append(request.url) if "favicon" in request.url else None)
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.click('.lm-MenuBar-itemLabel:text-is("Run")')
        page.click('.lm-Menu-itemLabel:text-is("Run All Cells")')
        page.wait_for_selector('.jp-InputPrompt:text-is("[12]:")')
        page.wait_for_timeout(2000)
        browser.close()
finally:
    server.terminate()
    server.wait()
print(f"JupyterLab {version('jupyterlab')}, {sys.argv[1]} the icon's changes: {len(asked)} requests for it by 12 cells")
if (len(asked) == 0) != left_out or (not left_out and len(asked) < 12):
    sys.exit("The behaviour changed: expected none without the changes of the icon, and one a cell or more with them")
PY
env/bin/python look.py with "$chromium"
env/bin/python look.py without "$chromium"
