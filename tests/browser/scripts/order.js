// In which lines of Arabic do words, numbers, signs and brackets not stand in the order in which they are read?
roots => {
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
}
