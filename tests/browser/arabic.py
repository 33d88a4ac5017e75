"""Does Arabic run from right to left on the screen, with its numbers and Latin words in their places?

Beside the computed style, each line is measured: the place of a letter is where the browser has put it.
"""

from steps import EXPLORERS

DIRECTIONS = """() => {
    const style = element => getComputedStyle(element);
    const text = [...document.querySelectorAll(".jp-Notebook .jp-MarkdownOutput div[lang=ar]")];
    return {
        text: text.map(box => style(box).direction),
        paragraphs: text.flatMap(box => [...box.querySelectorAll("p")])
            .filter(p => !p.closest("[dir=ltr]")).map(p => style(p).direction + " " + style(p).textAlign),
        code: [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputArea-editor")].map(box => style(box).direction),
    }; }"""

LEAST_MIXED_LINES = 5
"""So many lines of a lesson, at least, hold Arabic together with a number or a Latin word."""

ORDER = r"""roots => {
    const wrong = [], slack = 1;  // pixels: the browser rounds
    let mixed = 0;
    const arabic = /[\u0620-\u064a\u0671-\u06d3]/, latin = /[A-Za-z]/;
    // Pieces: a number with its sign and percent sign, a Latin word, an Arabic word, a bracket.
    const pieces = /[-\u2212]?\d(?:[\d,.]*\d)?[%\u066a]?|[A-Za-z][A-Za-z'.-]*|[\u0610-\u061a\u0620-\u065f\u0670-\u06d3]+|[()]/g;
    const blocks = roots.flatMap(root => [root, ...root.querySelectorAll("p, li, td, th, h1, h2, h3, h4, blockquote")])
        .filter(block => getComputedStyle(block).direction === "rtl" && block.checkVisibility());
    const ofBlock = "p, li, td, th, h1, h2, h3, h4, blockquote, div, pre, table, ul, ol";

    for (const block of new Set(blocks)) {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), line = [];
        while (walker.nextNode()) {
            const node = walker.currentNode, parent = node.parentElement;
            if (parent.closest(ofBlock) !== block || parent.closest("code, pre, [dir=ltr], select, button, style, mjx-container")) continue;
            for (const found of node.textContent.matchAll(pieces)) {
                const letters = [...found[0]].map((_, n) => {
                    const range = document.createRange();
                    range.setStart(node, found.index + n);
                    range.setEnd(node, found.index + n + 1);
                    return range.getBoundingClientRect();
                });
                const seen = letters.filter(box => box.width);
                if (!seen.length) continue;
                const left = Math.min(...seen.map(box => box.left)), right = Math.max(...seen.map(box => box.right));
                const kind = arabic.test(found[0]) ? "arabic" : latin.test(found[0]) ? "latin"
                    : /[()]/.test(found[0]) ? "bracket" : "number";
                line.push({text: found[0], kind, letters, left, right, top: seen[0].top, bottom: seen[0].bottom,
                           whole: Math.abs(seen[0].top - seen.at(-1).top) < 3, linked: !!parent.closest("a")});
            }
        }
        const same = (a, b) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
        const near = n => line.slice(Math.max(0, n - 2), n + 3).map(piece => piece.text).join(" ");
        if (line.some(p => p.kind === "arabic") && line.some(p => p.kind === "number" || p.kind === "latin")) mixed += 1;

        line.forEach((piece, n) => {
            // In a number or a Latin word each letter stands right of the one before, and nothing comes between. A sign
            // stands on one side of its digits: in Arabic text the percent sign, which is read after them, on the left.
            if ((piece.kind === "number" || piece.kind === "latin") && piece.whole) {
                const sign = /[-\u2212%\u066a]/, core = piece.letters.filter((_, k) => piece.kind === "latin" || !sign.test(piece.text[k]));
                for (let k = 1; k < core.length; k++)
                    if (Math.abs(core[k].left - core[k - 1].right) > 3)
                        wrong.push(`'${piece.text}' does not run from left to right in one piece (${near(n)})`);
                piece.letters.forEach((box, k) => {
                    if (core.includes(box)) return;
                    if (Math.abs(box.right - core[0].left) > 3 && Math.abs(box.left - core.at(-1).right) > 3)
                        wrong.push(`the sign of '${piece.text}' does not stand beside its digits (${near(n)})`);
                });
            }
            const next = line[n + 1];
            if (!next || !piece.whole || !next.whole || !same(piece, next)) return;
            // What follows stands further left, but for a Latin word after a Latin word, or a number beside one.
            const turns = [piece.kind, next.kind].every(kind => kind === "arabic" || kind === "number")
                && [piece.kind, next.kind].includes("arabic");
            if (turns && next.right > piece.left + slack)
                wrong.push(`'${next.text}' does not stand left of '${piece.text}' (${near(n)})`);
            // A Latin word between two Arabic ones stands between them.
            const after = line[n + 2];
            if (after && after.whole && same(piece, after) && piece.kind === "arabic" && after.kind === "arabic"
                && next.kind === "latin" && !(next.right <= piece.left + slack && after.right <= next.left + slack))
                wrong.push(`'${next.text}' does not stand between '${piece.text}' and '${after.text}'`);
        });
        // Brackets stand on both sides of what they hold; around Arabic the opening one stands on the right.
        line.forEach((open, n) => {
            if (open.text !== "(") return;
            const close = line.findIndex((piece, m) => m > n && piece.kind === "bracket");
            if (close < 0 || line[close].text !== ")") return;
            const held = line.slice(n + 1, close);
            if (!held.length || ![...held, line[close]].every(piece => same(open, piece) && piece.whole)) return;
            const left = Math.min(...held.map(piece => piece.left)), right = Math.max(...held.map(piece => piece.right));
            const opensRight = open.left >= right - slack && line[close].right <= left + slack;
            const opensLeft = open.right <= left + slack && line[close].left >= right - slack;
            if (!(opensRight || (opensLeft && !held.some(piece => piece.kind === "arabic"))))
                wrong.push(`the brackets do not stand around '${held.map(piece => piece.text).join(" ")}'`);
        });
    }
    return {wrong: [...new Set(wrong)], mixed};
}"""

EDGES = """boxes => { const wrong = [];
    for (const p of boxes.flatMap(box => [...box.querySelectorAll("p")])) {
        if (p.closest("[dir=ltr], td, th") || !p.checkVisibility() || !p.textContent.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(p);
        const right = Math.max(...[...range.getClientRects()].map(rect => rect.right)), room = p.getBoundingClientRect();
        if (room.right - parseFloat(getComputedStyle(p).paddingRight) - right > 3)
            wrong.push(p.textContent.trim().slice(0, 60));
    }
    return wrong; }"""

LABELS = """explorer => { const found = {right: 0, wrong: []};
    for (const label of explorer.querySelectorAll(".widget-label")) {
        const control = [...label.parentElement.children].find(other => other !== label && other.checkVisibility());
        if (!control || !label.checkVisibility() || !label.textContent.trim()) continue;
        const [a, b] = [label.getBoundingClientRect(), control.getBoundingClientRect()];
        if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < 3) continue;  // one above the other
        if (a.left >= b.right - 2) found.right += 1; else found.wrong.push(label.textContent);
    }
    return found; }"""


def assert_right_to_left(sheet, at):
    """Text cells run from right to left and stand at the right edge; code runs from left to right."""
    found = sheet.evaluate(DIRECTIONS)
    assert found["text"] and found["paragraphs"] and found["code"], f"{at}: nothing to look at in {found}"
    assert set(found["text"]) == {"rtl"}, f"{at}: text cells"
    assert set(found["paragraphs"]) <= {"rtl right", "rtl start"}, f"{at}: paragraphs"
    assert set(found["code"]) == {"ltr"}, f"{at}: code cells"
    boxes = sheet.locator(".jp-Notebook .jp-MarkdownOutput div[lang=ar]")
    away = boxes.evaluate_all(EDGES)
    assert away == [], f"{at}: paragraphs that do not begin at the right edge"


def assert_order(sheet, selector, at, least=LEAST_MIXED_LINES):
    """Words, numbers, signs and brackets of every line stand in the order in which Arabic is read.

    selector: the parts of the page to look at. least: how many paragraphs, at least, mix Arabic with something else.
    """
    found = sheet.locator(selector).evaluate_all(ORDER)
    assert found["wrong"] == [], f"{at}: order on the screen"
    assert found["mixed"] >= least, f"{at}: only {found['mixed']} paragraphs mix Arabic with numbers or Latin words"


def assert_labels_right(sheet, at):
    """In each explorer the label stands right of its control."""
    seen = 0
    for live in sheet.locator(EXPLORERS).all():
        found = live.evaluate(LABELS)
        assert found["wrong"] == [], f"{at}: labels that do not stand right of their control"
        seen += found["right"]
    assert seen, f"{at}: no label stands beside a control"


def check(sheet, lesson):
    """All of the above for a lesson that has run."""
    assert_right_to_left(sheet, f"{lesson.name}, directions")
    assert_order(sheet, ".jp-Notebook .jp-MarkdownOutput div[lang=ar]", f"{lesson.name}, text")
    assert_order(
        sheet, ".jp-Notebook .campaign-sentence, .jp-Notebook .campaign-feedback", f"{lesson.name}, sentences", 1
    )
    assert_labels_right(sheet, f"{lesson.name}, labels")
