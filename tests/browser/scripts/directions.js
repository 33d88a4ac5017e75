// The direction in force in the text cells, paragraphs and code of a lesson.
() => {
    const style = element => getComputedStyle(element);
    const text = [...document.querySelectorAll(".jp-Notebook .jp-MarkdownOutput div[lang=ar]")];
    return {
        text: text.map(box => style(box).direction),
        paragraphs: text.flatMap(box => [...box.querySelectorAll("p")])
            .filter(p => !p.closest("[dir=ltr]")).map(p => style(p).direction + " " + style(p).textAlign),
        code: [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputArea-editor")].map(box => style(box).direction),
    }; }
