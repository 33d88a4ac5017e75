// What can be read in a part of the page as it stands: its words, and of each picture the words and whether a guess shows it.
root => {
    const shown = element => element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), words = [];
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("style, script") && shown(parent)) words.push(walker.currentNode.textContent);
    }
    return {words: words.join(""), pictures: [...root.querySelectorAll("img")].filter(shown)
        .map(image => ({alt: image.alt, living: !!image.closest(".campaign-guess")}))}; }
