// Pixels that an explorer's picture, its sentence and the nearest of its controls take from top to bottom, and those of the pane.
explorer => {
    const box = element => element.getBoundingClientRect(), words = document.createRange();
    const shown = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
    words.selectNodeContents(explorer.querySelector(".campaign-sentence"));
    const seen = [words.getBoundingClientRect(), ...[...explorer.querySelectorAll("img")].filter(shown).slice(0, 1).map(box)];
    const height = boxes => Math.max(...boxes.map(one => one.bottom)) - Math.min(...boxes.map(one => one.top));
    const controls = [...explorer.querySelectorAll(".campaign-controls :is(select, input, button, .noUi-target)")].filter(shown);
    return {needed: Math.min(...controls.map(control => height([...seen, box(control)]))),
            room: explorer.closest(".jp-WindowedPanel-outer").clientHeight}; }
