"""What nbval leaves out of its comparison of stored outputs with a run is compared as well; each fault is found."""

import base64
import copy
import re

import nbformat
import pytest
import refresh
from campaign.sheet import drawing, frame
from outputs import differences
from test_notebooks import every_notebook, read


def png(words, pressed=drawing.png):
    made = frame("title", "subtitle", "source", "en")
    made.axes.text(0.3, 0.5, words, fontsize=11)
    return base64.b64encode(pressed(made.figure)).decode()


@pytest.fixture(scope="module")
def outputs():
    new, told = nbformat.v4.new_output, {"image/png": {"alt": "a chart", "width": 10, "height": 5}}
    return [
        new("display_data", {"image/png": png("12.5"), "text/plain": "a chart"}, metadata=told),
        new("display_data", {"text/html": "<p>12.5</p>", "text/plain": "12.5"}),
    ]


def change_picture(outputs):
    outputs[0].data["image/png"] = png("12.6")


FAULTS = {
    "exchanged": lambda outputs: outputs.reverse(),
    "a picture that is shown no more": lambda outputs: outputs.pop(),
    "another kind": lambda outputs: outputs[1].data.pop("text/html"),
    "another alternative text": lambda outputs: outputs[0].metadata["image/png"].update(alt="a map"),
    "another size": lambda outputs: outputs[0].metadata["image/png"].update(width=11),
    "another digit in a picture": change_picture,
    "another text": lambda outputs: outputs[1].data.update({"text/plain": "12.6"}),
}


def test_the_same_outputs_do_not_differ(outputs):
    assert differences(outputs, copy.deepcopy(outputs)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_outputs_is_found(outputs, fault):
    run = copy.deepcopy(outputs)
    FAULTS[fault](run)
    assert len(differences(outputs, run)) == 1 and len(differences(run, outputs)) == 1


def test_a_pressed_picture_is_the_same_in_a_third_of_its_bytes(outputs):
    quick = copy.deepcopy(outputs)
    quick[0].data["image/png"] = png("12.5", drawing.quick_png)
    stored = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=copy.deepcopy(quick))])
    refresh.press_pictures(stored)
    assert differences(stored.cells[0].outputs, quick) == []
    sizes = [len(shown[0].data["image/png"]) for shown in (stored.cells[0].outputs, outputs, quick)]
    assert sizes[0] < sizes[1] and 3 * sizes[0] < sizes[2]


def test_outputs_of_one_kind_in_exchanged_order_are_found(outputs):
    two = [outputs[1], copy.deepcopy(outputs[1])]
    two[1].data["text/plain"] = "second"
    assert len(differences(two, two[::-1])) == 2


@every_notebook
def test_no_cell_is_left_out_of_the_comparison(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            failed = any(output.output_type == "error" for output in cell.outputs)
            assert ("raises-exception" in cell.metadata.get("tags", [])) == failed, cell.id
            assert not re.search("nbval|pytest_validate", cell.source, re.IGNORECASE), cell.id
