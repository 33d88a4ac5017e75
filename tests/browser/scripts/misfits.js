// What is cut, covered or too wide in the lesson as it stands now, a sentence each.
lists => {
    const found = new Set(), slack = 1.5;  // pixels: the browser rounds
    const words = element => (element.alt || element.textContent || element.value || "")
        .trim().replace(/\s+/g, " ").slice(0, 50);
    const named = element => `${element.tagName.toLowerCase()}${[...element.classList].map(name => "." + name).join("")}`;
    const shown = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
    const explorers = [...document.querySelectorAll(".campaign-explorer")].filter(shown);
    const texts = [...document.querySelectorAll(".jp-OutputArea-output, .jp-MarkdownOutput")].filter(shown);

    // The boxes that cut off what goes beyond them, from an element outwards; one that scrolls ends the row.
    const cutters = new Map();
    const cuttersOf = element => {
        if (!element || element === document.body) return [];
        if (!cutters.has(element)) {
            const style = getComputedStyle(element);
            const scrolls = axis => /auto|scroll/.test(style[axis]), hides = axis => /hidden|clip/.test(style[axis]);
            const whole = style.contentVisibility === "auto" || /paint|strict|content/.test(style.contain);
            const own = {element, x: hides("overflowX") || whole, y: hides("overflowY") || whole,
                         scrolls: scrolls("overflowX") || scrolls("overflowY")};
            const outer = own.scrolls && !element.closest(".campaign-explorer") ? [] : cuttersOf(element.parentElement);
            cutters.set(element, own.x || own.y || own.scrolls ? [own, ...outer] : outer);
        }
        return cutters.get(element);
    };
    const assertWhole = (box, element, what) => {
        if (!box.width || !box.height) return;
        for (const {element: cutter, x, y, scrolls} of cuttersOf(element)) {
            if (scrolls && !cutter.closest(".campaign-explorer")) return;  // a wide table may scroll inside its cell
            const edge = cutter.getBoundingClientRect();
            const beyondX = box.right > edge.right + slack || box.left < edge.left - slack;
            const beyondY = box.bottom > edge.bottom + slack || box.top < edge.top - slack;
            if (((x || scrolls) && beyondX) || ((y || scrolls) && beyondY))
                found.add(`${what} '${words(element)}' is cut by ${named(cutter)}`);
        }
    };
    for (const scope of new Set([...explorers, ...texts])) {
        const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode, element = node.parentElement;
            if (!node.textContent.trim() || element.closest("select, style, script, .jp-mod-hidden") || !shown(element)) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) assertWhole(box, element, "the text");
        }
        for (const element of scope.querySelectorAll("img, select, input, button, .noUi-target, .widget-readout"))
            if (shown(element)) assertWhole(element.getBoundingClientRect(), element, named(element));
        for (const element of scope.querySelectorAll(".widget-label, .widget-readout, button, input"))
            if (shown(element) && element.scrollWidth > element.clientWidth + slack && element.clientWidth
                && getComputedStyle(element).overflowX !== "visible")
                found.add(`${named(element)} '${words(element)}' is too narrow for its words`);
    }

    // Each choice of a list in words; a closed list shows them one at a time, and opens wider than it is.
    const pen = document.createElement("canvas").getContext("2d");
    for (const list of document.querySelectorAll(".campaign-explorer select")) {
        if (!shown(list) || !lists) continue;
        if (list.scrollWidth > list.clientWidth + slack) found.add(`the list '${words(list)}' scrolls sideways`);
        if (list.size > 1) continue;
        const style = getComputedStyle(list);
        pen.font = style.font;
        const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        for (const line of list.options)
            if (pen.measureText(line.text).width > room + slack) found.add(`the list's '${line.text}' is cut`);
    }

    // Nothing over something else.
    for (const explorer of explorers) {
        const pieces = [...explorer.querySelectorAll(
            ".widget-label, .widget-readout, select, input, button, .noUi-target, img, p, li, td, th")].filter(shown);
        const boxes = pieces.map(piece => piece.getBoundingClientRect());
        for (let i = 0; i < pieces.length; i++)
            for (let j = i + 1; j < pieces.length; j++) {
                if (pieces[i].contains(pieces[j]) || pieces[j].contains(pieces[i])) continue;
                const [a, b] = [boxes[i], boxes[j]];
                if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
                    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack)
                    found.add(`${named(pieces[i])} '${words(pieces[i])}' lies over ${named(pieces[j])} '${words(pieces[j])}'`);
            }
        if (explorer.scrollWidth > explorer.clientWidth + slack) found.add(`${named(explorer)} is wider than its room`);
    }

    // Pictures fit their cell; the lesson as a whole never scrolls sideways.
    for (const image of document.querySelectorAll(".jp-OutputArea-output img")) {
        const room = image.closest(".jp-OutputArea-output");
        if (shown(image) && image.getBoundingClientRect().width > room.clientWidth + slack)
            found.add(`the picture '${words(image)}' is wider than its cell`);
    }
    for (const pane of document.querySelectorAll(".jp-WindowedPanel-outer, .jp-Notebook"))
        if (shown(pane) && pane.scrollWidth > pane.clientWidth + slack) found.add(`${named(pane)} scrolls sideways`);
    return [...found];
}
