// What is wider than an exported page, or cut in it.
() => {
    const found = [], room = document.documentElement.clientWidth, slack = 1;
    const name = element => `${element.tagName.toLowerCase()}.${element.className} '${element.textContent.trim().slice(0, 40)}'`;
    if (document.documentElement.scrollWidth > room + slack) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    for (const element of document.body.querySelectorAll("*")) {
        if (element.closest(".skip") || element.parentElement.closest(".table, .picture")) continue;  // these scroll by themselves
        const box = element.getBoundingClientRect();
        if (box.width && (box.right > room + slack || box.left < -slack)) found.push(`${name(element)} goes beyond the page`);
        const style = getComputedStyle(element);
        if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + slack) found.push(`${name(element)} is cut`);
    }
    return found; }
