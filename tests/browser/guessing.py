"""Guess, commit, reveal: the answer cannot be read before the learner commits, and can after."""

from lessons import CELLS, plain, script, wait_until

LEAST = 3
"""So many guesses, at least, are asked for in each lesson."""


def readable(part) -> dict:
    """The words that can be read in a part of the page, and its pictures."""
    return part.evaluate(script("readable"))


def shows(guess, pictures) -> bool:
    """Whether the evidence is among the pictures of a guess's cell: the chart itself, or one that is stored."""
    return any(not one["living"] or plain(one["alt"]).startswith(guess.picture) for one in pictures)


def assert_hidden(sheet, guesses, at):
    """Nothing of these answers can be read: not their words anywhere in the lesson, not their chart in their cell."""
    words = plain(readable(sheet.locator(".jp-Notebook"))["words"])
    told = [part for guess in guesses for part in guess.words if part in words]
    assert told == [], f"{at}: the answer can be read before the guess"
    drawn = [
        guess.place for guess in guesses if shows(guess, readable(sheet.locator(CELLS).nth(guess.place))["pictures"])
    ]
    assert drawn == [], f"{at}: cells that show the answer's picture before the guess"


CUT = """() => [...document.querySelectorAll(".jp-OutputPlaceholder .jp-PlaceholderText")].filter(words => {
    const [inner, outer] = [words, words.closest(".jp-Cell")].map(part => part.getBoundingClientRect());
    return inner.left < outer.left || inner.right > outer.right}).map(words => words.textContent)"""


def assert_questions_whole(sheet, at):
    """What stands on the fold of each guess is not cut at the edge, neither before nor after the lesson's first cell has run."""
    asked = sheet.locator(".jp-OutputPlaceholder")
    for when in ("before", "after"):
        wait_until(sheet, lambda: asked.count(), f"{at}: no guess is folded")
        said = f"{at}, {when} its first cell has run: cut questions:"
        wait_until(sheet, lambda: not sheet.evaluate(CUT), lambda said=said: f"{said} {sheet.evaluate(CUT)}")
        setup = sheet.locator(".jp-Notebook .jp-CodeCell").first
        setup.locator(".jp-Editor").click()
        sheet.keyboard.press("Shift+Enter")


def commit_all(sheet, lesson):
    """Make each guess by keyboard; its answer shows then, and those of the next ones do not yet."""
    assert len(lesson.guesses) >= LEAST, f"{lesson.name}: it asks for {len(lesson.guesses)} guesses"
    for number, guess in enumerate(lesson.guesses):
        commit(sheet, guess, f"{lesson.name}, guess {number + 1}")
        assert_hidden(sheet, lesson.guesses[number + 1 :], f"{lesson.name}, after guess {number + 1}")


def commit(sheet, guess, at, seconds=10):
    """Change the control with an arrow key, go on to the button with Tab, press it, and read the answer."""
    cell = sheet.locator(CELLS).nth(guess.place)
    button = cell.locator(".campaign-guess button")
    cell.locator(".campaign-guess :is([type=radio], .noUi-handle)").first.focus()
    sheet.keyboard.press("ArrowDown")
    for _ in range(3):
        sheet.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    else:
        raise AssertionError(f"{at}: Tab does not come to its button")
    sheet.keyboard.press("Enter")

    def missing():
        seen = readable(cell)
        unread = [] if guess.words[0] in plain(seen["words"]) else guess.words[:1]
        return unread + ["its picture"] * (bool(guess.picture) and not shows(guess, seen["pictures"]))

    wait_until(sheet, lambda: not missing(), lambda: f"{at}: made, and there is no {missing()}", seconds)
