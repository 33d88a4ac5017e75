// The labels of an explorer that stand right of their control, and those that do not.
explorer => { const found = {right: 0, wrong: []};
    for (const label of explorer.querySelectorAll(".widget-label")) {
        const control = [...label.parentElement.children].find(other => other !== label && other.checkVisibility());
        if (!control || !label.checkVisibility() || !label.textContent.trim()) continue;
        const [a, b] = [label.getBoundingClientRect(), control.getBoundingClientRect()];
        if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < 3) continue;  // one above the other
        if (a.left >= b.right - 2) found.right += 1; else found.wrong.push(label.textContent);
    }
    return found; }
