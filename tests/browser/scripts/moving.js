// What in these parts of the page moves by itself: animations, transitions and smooth scrolling.
roots => {
    const found = new Set();
    for (const element of roots.flatMap(root => [root, ...root.querySelectorAll("*")])) {
        const style = getComputedStyle(element), name = `${element.tagName.toLowerCase()}.${element.className}`;
        if (style.animationName !== "none") found.add(`${name} is animated`);
        if (style.transitionDuration.split(",").some(seconds => parseFloat(seconds))) found.add(`${name} changes gradually`);
        if (style.scrollBehavior === "smooth") found.add(`${name} scrolls smoothly`);
    }
    return [...found]; }
