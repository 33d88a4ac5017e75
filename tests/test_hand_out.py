"""Handing out: links that a hub understands, and a zip that runs by itself and overwrites nobody's work."""

import re
import subprocess
import sys
import zipfile
from urllib.parse import parse_qs, urlsplit

import export_pages
import hand_out
import pytest
import yaml


@pytest.mark.parametrize("hub", ["https://hub.example.org", "https://hub.example.org/class/"])
def test_a_link_of_a_hub_names_the_course_and_the_lesson(hub):
    link = urlsplit(
        hand_out.hub_link(hub, "https://github.com/some/course.git", "notebooks/ar/04-cost.ipynb", "spring")
    )
    assert link.path.endswith("/hub/user-redirect/git-pull") and "//" not in link.path
    assert parse_qs(link.query) == {
        "repo": ["https://github.com/some/course.git"], "branch": ["spring"],
        "urlpath": ["lab/tree/course/notebooks/ar/04-cost.ipynb"],
    }  # fmt: skip


def test_every_lesson_gets_its_links(monkeypatch):
    monkeypatch.setattr(hand_out.build_site, "public_address", lambda: "https://some.github.io/course/")
    lines = hand_out.links("https://hub.example.org", "https://github.com/some/course", "main")
    lessons = [page for page in export_pages.all_pages() if page.kind == "lesson"]
    assert len(lines) == 3 * len(lessons)
    assert "    https://some.github.io/course/run/notebooks/index.html?path=notebooks/ar/04-cost.ipynb" in lines


@pytest.mark.parametrize("hub", [["--hub", "hub"], ["--hub", "https://a b"], []])
@pytest.mark.parametrize("source", ["https://github.com/some/course", ""])
def test_what_is_no_address_gets_a_sentence(hub, source, monkeypatch):
    monkeypatch.setattr(hand_out.build_site, "public_address", lambda: "")
    with pytest.raises(SystemExit, match="expected an address|no public address"):
        hand_out.main(["links", *hub, "--source", source])


def test_a_zip_holds_a_course_that_runs_and_nothing_of_its_maker(tmp_path):
    file = hand_out.write_zip(tmp_path)
    with zipfile.ZipFile(file) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path, [name for name in names if "/figures/" not in name])
    folder = tmp_path / file.stem
    assert all(name.startswith(f"{file.stem}/") for name in names) and len(names) == len(set(names))
    inside = {name.split("/", 2)[1] for name in names}
    assert {"README.md", "README.ar.md", "requirements.txt", "data", "notebooks"} <= inside
    assert not inside & {"tests", "pack", "pages", "site", ".git", ".venv"}
    assert not [name for name in names if "__pycache__" in name or "checkpoints" in name]
    run = "import sys; sys.path.insert(0, '..'); from campaign import data; print(len(data.load('cost')))"
    done = subprocess.run([sys.executable, "-c", run], cwd=folder / "notebooks" / "ar", capture_output=True, text=True)
    assert int(done.stdout) > 20, done.stderr


# --- a hub ----------------------------------------------------------------------------------------------------------
HUB = hand_out.ROOT / "notebooks" / "make" / "hub"


def test_the_limits_of_a_hub_hold_what_was_measured():
    measured = (hand_out.ROOT / "tests" / "measured.md").read_text(encoding="utf-8")
    alone = re.search(r"^\| 1 \| (\d+) MB \| (\d+) MB ", measured, flags=re.MULTILINE)  # a learner alone takes the most
    lesson, server = map(int, alone.groups())
    given = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))["singleuser"]["memory"]
    guarantee, limit = (int(given[name].removesuffix("M")) * 2**20 / 1e6 for name in ("guarantee", "limit"))
    assert server + lesson <= guarantee and server + 4 * lesson <= limit
    on_a_hub = measured.partition("<!-- hub -->")[2].partition("<!-- /hub -->")[0]
    rows = re.findall(r"^\| \d+ \| (\d+) MB ", on_a_hub, flags=re.MULTILINE)
    assert rows and all(int(each) <= guarantee for each in rows)


def test_the_image_of_a_hub_copies_what_is_there_and_pins_what_was_tried():
    text = (HUB / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+) \S+$", text, flags=re.MULTILINE):
        assert all((hand_out.ROOT / name).is_file() for name in line.split())
    tried = (hand_out.ROOT / "tests" / "tools" / "measure_hub.py").read_text(encoding="utf-8")
    for place in (text, tried, (HUB / "README.md").read_text(encoding="utf-8")):
        assert "nbgitpuller==1.3.0" in place
