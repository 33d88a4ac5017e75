// The direction of the words and the code of an exported page, and the side at which its title begins.
() => {
    const of = selector => [...new Set([...document.querySelectorAll(selector)].map(e => getComputedStyle(e).direction))];
    const edge = document.querySelector("main").getBoundingClientRect(), title = document.createRange();
    title.selectNodeContents(document.querySelector("h1"));
    const box = title.getBoundingClientRect();
    return {words: of("h1, h2, main > .text p, main > .text li, .ways"), code: of("pre, code"),
            starts: Math.abs(box.right - edge.right) < 2 ? "right" : Math.abs(box.left - edge.left) < 2 ? "left" : "nowhere"}; }
