// The paragraphs that do not begin at the right edge of their box.
boxes => { const wrong = [];
    for (const p of boxes.flatMap(box => [...box.querySelectorAll("p")])) {
        if (p.closest("[dir=ltr], td, th") || !p.checkVisibility() || !p.textContent.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(p);
        const right = Math.max(...[...range.getClientRects()].map(rect => rect.right)), room = p.getBoundingClientRect();
        if (room.right - parseFloat(getComputedStyle(p).paddingRight) - right > 3)
            wrong.push(p.textContent.trim().slice(0, 60));
    }
    return wrong; }
