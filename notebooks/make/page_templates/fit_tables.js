// Make a table that is wider than the paper smaller, down to three quarters; a wider one breaks its words. One that
// fills a page or more may go on over the page, between two rows, under its header again.
longest => { for (const box of document.querySelectorAll(".table")) {
    const table = box.querySelector("table");
    let size = parseFloat(getComputedStyle(table).fontSize);
    const smallest = size * 0.75;
    while (table.scrollWidth > box.clientWidth + 1 && size > smallest) {
        size -= 0.5; table.style.fontSize = size + "px";
    }
    if (table.scrollWidth > box.clientWidth + 1) { table.style.overflowWrap = "anywhere"; table.style.width = "100%"; }
    if (table.offsetHeight > longest) { table.style.breakInside = box.style.breakInside = "auto"; }
} }
