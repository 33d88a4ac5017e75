"""An explorer driven by keyboard alone: what the browser shows is what the same explorer says in Python."""

import from_tables
import ipywidgets as widgets
from lessons import plain, script, wait_until
from steps import EXPLORERS, assert_quiet

STATE = """explorer => { const image = explorer.querySelector("img"), words = explorer.querySelector(".campaign-sentence");
    return image && words && image.complete && image.naturalWidth
        ? {src: image.src, alt: image.alt, sentence: words.textContent} : null; }"""
CONTROL = """control => { const box = control.closest(":has(> .widget-label)");
    return {label: box.querySelector(".widget-label").textContent,
            value: control.tagName === "SELECT" ? control.selectedOptions[0].textContent
                                                : box.querySelector(".widget-readout").textContent}; }"""
VALUES = """explorer => [...explorer.querySelectorAll("select, input, .widget-readout, .widget-toggle-button.mod-active")]
    .filter(control => control.checkVisibility())
    .map(control => control.tagName === "SELECT" ? control.selectedIndex + " " + control.selectedOptions[0]?.textContent
                                                 : control.value || control.textContent)"""
STOPS = """explorer => {
    const box = stop => stop.getBoundingClientRect(), middle = stop => (box(stop).top + box(stop).bottom) / 2;
    const turn = getComputedStyle(explorer).direction === "rtl" ? -1 : 1;
    const above = (one, other) => middle(one) < box(other).top || middle(other) > box(one).bottom;
    return [...explorer.querySelectorAll("select, input, textarea, button, a[href], [tabindex], .widget-readout")]
        .filter(stop => stop.checkVisibility({checkVisibilityCSS: true, checkOpacity: true}))
        .filter(stop => !stop.disabled && (stop.tabIndex >= 0 || stop.isContentEditable))
        .map((stop, number) => { stop.dataset.stop = number; return stop; })
        .sort((one, other) => above(one, other) ? -1 : above(other, one) ? 1 : turn * (box(one).left - box(other).left))
        .map(stop => Number(stop.dataset.stop)); }"""
"""Where Tab should stop, in the order in which one reads."""
FOCUSED = """explorer => { const stop = document.activeElement, style = getComputedStyle(stop);
    return {inside: explorer.contains(stop), stop: stop.dataset.stop === undefined ? null : Number(stop.dataset.stop),
            name: stop.tagName.toLowerCase() + " " + (stop.getAttribute("aria-label") || stop.textContent).trim().slice(0, 40),
            outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                      && style.outlineColor !== "rgba(0, 0, 0, 0)"}; }"""
MOST_KEYS = 80
"""Tab is pressed no more often than this to cross an explorer; a date alone takes five."""


def state_of(sheet, live, at):
    """Picture, its words and the sentence, once the picture is there."""
    wait_until(sheet, lambda: live.evaluate(STATE), f"{at}: no picture")
    return live.evaluate(STATE)


def set_control(explorer, label, value):
    """Set the control with that label to the value that the browser shows."""
    named = [c for c in explorer.controls.values() if plain(c.description) == plain(label)]
    assert len(named) == 1, f"{len(named)} controls are called {label!r}"
    if isinstance(named[0], (widgets.IntSlider, widgets.FloatSlider)):
        named[0].value = type(named[0].value)(value.replace(",", ""))
    else:
        named[0].index = [plain(option) for option in named[0]._options_labels].index(plain(value))


def explore_all(sheet, lesson):
    """Every explorer of the lesson."""
    for number, here in enumerate(lesson.explorers()):
        live = sheet.locator(EXPLORERS).nth(number)
        explore(sheet, live, here, f"{lesson.name}, {here.name} by keyboard")
        from_tables.compare(sheet, live, here, f"{lesson.name}, {here.name} and the tables")


def assert_together(sheet, name):
    """In the window as it is, a control, the picture and the sentence of each explorer can be seen at the same time."""
    found = sheet.locator(EXPLORERS).evaluate_all(f"all => all.map({script('together')})")
    apart = [f"explorer {n}: {one}" for n, one in enumerate(found, 1) if one["needed"] > one["room"]]
    assert apart == [], f"{name}: a control, the picture and the sentence are not seen together"


def explore(sheet, live, here, at):
    """Change the first list or slider, go on to Reset with Tab and press it.

    live: the explorer in the browser. here: the same one in Python, as it opens.
    """
    live.scroll_into_view_if_needed()
    live.locator(".campaign-sentence").wait_for()
    opening = state_of(sheet, live, at)
    assert_says(sheet, live, here, f"{at}, as it opens")
    values = live.evaluate(VALUES)

    control = live.locator("select, .noUi-handle").locator("visible=true").first
    shown = change(sheet, control, here, at)
    assert_says(sheet, live, here, f"{at}, after {shown}")
    assert live.evaluate(STATE)["src"] != opening["src"], f"{at}: the picture stays after {shown}"

    press_reset(sheet, live, here, at)
    for part in ("sentence", "alt", "src"):
        wait_until(
            sheet,
            lambda part=part: (live.evaluate(STATE) or {}).get(part) == opening[part],
            f"{at}: Reset does not bring back the {part}",
            10,
        )
    assert live.evaluate(VALUES) == values, f"{at}: Reset does not bring back the controls"
    here.reset()
    assert_quiet(sheet, at)


def change(sheet, control, here, at):
    """Press arrow keys in a list or slider until the sentence must be another; the label and the value it shows then.

    The explorer in Python, `here`, follows each key.
    """
    control.focus()
    opening, first = here.sentence, control.evaluate(CONTROL)
    shown = first
    for key in ("ArrowDown",) * 3 + ("ArrowUp",) * 6:  # the list may stand at its end
        sheet.keyboard.press(key)
        now = control.evaluate(CONTROL)
        if now != shown:
            set_control(here, now["label"], now["value"])
            shown = now
        if here.sentence != opening:
            return shown
    assert shown != first, f"{at}: arrow keys leave {first} as it was"
    raise AssertionError(f"{at}: the sentence stays after {shown}")


def assert_says(sheet, live, here, at, seconds=10):
    """Sentence and alternative text are those that Python works out from the tables."""
    for part, expected in (("sentence", here.sentence), ("alt", here.alt)):
        wait_until(
            sheet,
            lambda part=part, expected=expected: (live.evaluate(STATE) or {}).get(part) == expected,
            lambda part=part, expected=expected: (
                f"{at}: the {part} is\n{(live.evaluate(STATE) or {}).get(part)}\nand not\n{expected}"
            ),
            seconds,
        )


def press_reset(sheet, live, here, at):
    """From the explorer's first control to its last with Tab, in the order in which one reads, pressing Reset on the way;
    each stop is outlined."""
    stops = live.evaluate(STOPS)
    reset = live.locator("button", has_text=here.reset_button.description).first
    live.locator(f"[data-stop='{stops[0]}']").focus()
    seen, pressed = [], False
    for _ in range(MOST_KEYS):
        focused = live.evaluate(FOCUSED)
        if not focused["inside"]:
            break
        assert focused["stop"] is not None, f"{at}: the keyboard comes to '{focused['name']}', which nobody sees"
        if focused["stop"] not in seen:  # the parts of a date are one stop, of which the browser marks each itself
            assert focused["outlined"], f"{at}: with the keyboard on '{focused['name']}' nothing shows it"
            seen.append(focused["stop"])
        if not pressed and reset.evaluate("button => button === document.activeElement"):
            sheet.keyboard.press("Enter")
            pressed = True
        sheet.keyboard.press("Tab")
    else:
        raise AssertionError(f"{at}: {MOST_KEYS} times Tab do not lead out of it")
    assert pressed, f"{at}: Tab never comes to the button '{here.reset_button.description}'"
    missed = [live.locator(f"[data-stop='{stop}']").inner_text() for stop in stops if stop not in seen]
    assert missed == [], f"{at}: Tab passes over them"
    assert seen == stops, (
        f"{at}: Tab goes through the controls, numbered as in the page, in another order than one reads"
    )
