// What a screen reader would tell of an explorer, a guess or a box to answer in, where that is not what the eye sees: axe-core sees only that a
// slider has some name.
() => {
    const found = [], text = element => element?.textContent.trim() ?? "";
    for (const explorer of document.querySelectorAll(".campaign-explorer, .campaign-guess, .campaign-ask")) {
        if (!explorer.checkVisibility()) continue;
        for (const slider of explorer.querySelectorAll("[role=slider]")) {
            const box = slider.closest(":has(> .widget-label)");
            const said = [slider.getAttribute("aria-label"), slider.getAttribute("aria-valuetext")];
            const seen = [text(box.querySelector(".widget-label")), text(box.querySelector(".widget-readout"))];
            if (!seen[0] || !seen[1] || said.join() !== seen.join()) found.push(`a slider reads '${seen}' and is told as '${said}'`);
        }
        for (const row of explorer.querySelectorAll(".widget-toggle-buttons, .widget-radio")) {
            const label = text(row.querySelector(".widget-label"));
            if (!label || row.getAttribute("aria-label") !== label) found.push(`the row of buttons '${label}' is told without its name`);
            if (row.matches(".widget-toggle-buttons") && row.querySelectorAll("[aria-pressed=true]").length !== 1) found.push(`the row '${label}' does not tell which button is down`);
        }
        if (explorer.matches(".campaign-explorer") && !explorer.querySelector("[role=status][lang]")) found.push("an explorer has no sentence that is told when it changes");
        for (const image of explorer.querySelectorAll("img")) if (image.checkVisibility() && !image.alt.trim()) found.push("an explorer's picture has no words");
    }
    return found; }
