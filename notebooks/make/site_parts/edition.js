// The bar over a notebook that runs in the browser: where one is, how far Python has come, and what can be done with one's
// own copy. It speaks the language of the notebook.
(() => {
    const WORDS = /* WORDS */ {};
    const channel = new BroadcastChannel("course-kernel");
    const asked = new URLSearchParams(location.search);
    // Only this script reads `folder`: the list of files would take a folder in `path` for a file and open an editor.
    const folder = asked.get("folder");
    const opened = asked.get("path") ?? folder ?? "";
    const site = new URL("../../", document.currentScript.src.replace(/\/edition\.js.*/, "/lab/"));
    let words, bar, state, loading = "loading", stopped = false;

    const languageOf = (path) => path.split("/").find((part) => part in WORDS) ?? "en";
    const app = () => window.jupyterapp;
    const notebook = () => {
        const widget = app()?.shell?.currentWidget;
        return widget?.context?.path?.endsWith(".ipynb") ? widget : null;
    };
    const path = () => (notebook()?.context.path ?? opened).replace(/^.*:/, "");

    function element(name, attributes, text) {
        const made = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        if (text) made.textContent = text;
        return made;
    }

    function warn(key) {
        if (bar.querySelector(`[data-warning="${key}"]`)) return;
        bar.append(element("p", { class: "course-warning", role: "alert", "data-warning": key }, words[key]));
        fit();
    }

    function fit() {
        document.documentElement.style.setProperty("--course-bar", `${bar.offsetHeight}px`);
        window.dispatchEvent(new Event("resize"));
    }

    function draw() {
        const language = languageOf(opened);
        words = WORDS[language];
        document.documentElement.lang = language;
        bar = element("header", { class: "course-bar", lang: language, dir: words.direction });
        const home = element("a", { class: "course-name", href: new URL(`${language}/index.html`, site).href }, words.course);
        const reading = element("a", { class: "course-read" }, words.bar_read);
        reading.addEventListener("click", () => {
            reading.href = new URL(path().replace(/^notebooks\//, "").replace(/\.ipynb$/, ".html"), site).href;
        });
        // What a lesson writes, such as the page to hand in, is found and downloaded there.
        const beside = new URL(`run/tree/index.html?folder=${opened.split("/").slice(0, -1).join("/")}`, site).href;
        const files = element("a", { class: "course-files", href: beside }, words.bar_files);
        for (const link of [home, reading, files]) {
            link.addEventListener("click", (event) => {
                if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                leaveFor(link.href);
            });
        }
        reading.href = new URL(opened.replace(/^notebooks\//, "").replace(/\.ipynb$/, ".html"), site).href;
        const button = (name, key, action) => {
            const made = element("button", { type: "button", class: `course-${name}` }, words[key]);
            made.addEventListener("click", action);
            return made;
        };
        const run = button("run", "bar_run", () => app().commands.execute("notebook:run-all-cells"));
        run.disabled = true;
        state = element("span", { class: "course-state", role: "status" }, words.bar_loading);
        bar.append(home, run, reading, button("download", "bar_download", download), button("reset", "bar_reset", reset), files, state);
        document.body.classList.add("course-edition");
        document.body.prepend(bar);
        if (!opened.endsWith(".ipynb")) for (const part of bar.querySelectorAll("button, .course-read, .course-files, .course-state")) part.hidden = true;
        new ResizeObserver(fit).observe(bar);
        fit();
    }

    async function download() {
        const widget = notebook();
        if (!widget) return;
        // What is on the screen, saved or not.
        const text = JSON.stringify(widget.context.model.toJSON(), null, 1);
        const link = element("a", {
            href: URL.createObjectURL(new Blob([text], { type: "application/x-ipynb+json" })),
            download: path().split("/").pop(),
        });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }

    async function reset() {
        const widget = notebook();
        if (!widget || !confirm(words.bar_sure)) return;
        const { contents } = app().serviceManager;
        // What is stored here is put aside; below it lies the notebook of the site.
        await contents.delete(widget.context.path).catch(() => {});
        await widget.context.revert().catch(() => {});
        widget.context.model.dirty = false;
        location.reload();
    }

    // What is not saved is saved first, so that nobody is asked whether to lose it.
    async function leaveFor(address) {
        const context = notebook()?.context;
        // Where the browser keeps nothing, saving may never end: then it is not waited for.
        if (context?.model.dirty && !stopped) await context.save().catch(() => {});
        location.assign(address);
    }

    // Links between notebooks lead to files; here they open where the notebook runs, and links to the course's pages there.
    const PAGES = { "README.md": "en/index.html", "README.ar.md": "ar/index.html", "figures/README.md": "en/figures.html", "data/README.md": "en/data.html" };

    function followLinks() {
        const files = new URL("run/files/", site).href;
        document.addEventListener("click", (event) => {
            const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
            if (!link?.href.startsWith(files)) return;
            const { hash } = new URL(link.href);
            const inside = decodeURIComponent(link.href.slice(files.length).split(/[?#]/)[0]);
            const target = inside.endsWith(".ipynb")
                ? new URL(`run/notebooks/index.html?path=${encodeURIComponent(inside).replaceAll("%2F", "/")}${hash}`, site).href
                : PAGES[inside] && new URL(PAGES[inside], site).href;
            if (!target) return;
            event.preventDefault();
            event.stopImmediatePropagation();
            leaveFor(target);
        }, true);
    }

    // Where a link leads inside a notebook, and the folder that the list of files shows.
    async function goThere() {
        while (!app()?.shell?.currentWidget) await new Promise((done) => setTimeout(done, 200));
        if (folder) app().commands.execute("filebrowser:go-to-path", { path: folder });
        const widget = notebook();
        if (!widget || !location.hash) return;
        await widget.context.ready;
        await widget.revealed;
        widget.setFragment(decodeURIComponent(location.hash));
    }

    // The list of files would open a page that a lesson wrote as its text.
    function openPages() {
        const open = window.open.bind(window);
        window.open = (address, ...more) => {
            const inside = new URL(address || ".", location).searchParams.get("path") ?? "";
            if (!inside.endsWith(".html")) return open(address, ...more);
            const tab = open("", ...more);
            app().serviceManager.contents.get(inside, { content: true }).then(({ content, format }) => {
                const page = format === "base64" ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : content;
                tab.location = URL.createObjectURL(new Blob([page], { type: "text/html;charset=utf-8" }));
            });
            return tab;
        };
    }

    async function canStore() {
        try {
            localStorage.setItem("course-probe", "1");
            localStorage.removeItem("course-probe");
            await new Promise((done, failed) => {
                const asked = indexedDB.open("course-probe", 1);
                asked.onsuccess = () => { asked.result.close(); indexedDB.deleteDatabase("course-probe"); done(); };
                asked.onerror = failed;
                asked.onblocked = failed;
            });
            return true;
        } catch {
            return false;
        }
    }

    function watchOtherTabs() {
        const tabs = new BroadcastChannel("course-tabs");
        const me = Math.random();
        tabs.addEventListener("message", ({ data }) => {
            if (data.me === me || data.path !== path()) return;
            warn("other_tab");
            if (data.new) tabs.postMessage({ me, path: path() });
        });
        tabs.postMessage({ me, path: path(), new: true });
    }

    function show(key, ready) {
        if (state.textContent !== words[key]) state.textContent = words[key];
        bar.querySelector(".course-run").disabled = !ready;
    }

    function watchKernel() {
        channel.addEventListener("message", ({ data }) => { loading = data.state; });
        setInterval(() => {
            const kernel = notebook()?.sessionContext?.session?.kernel;
            const status = kernel?.status;
            if (stopped) show("bar_stopped", false);
            else if (status === "idle") show("bar_ready", true);
            else if (status === "busy") show("bar_busy", false);
            else if (loading === "failed") show("bar_failed", false);
            else show("bar_loading", false);
        }, 300);
    }

    document.addEventListener("DOMContentLoaded", async () => {
        draw();
        watchOtherTabs();
        watchKernel();
        followLinks();
        openPages();
        goThere();
        const reason = !("serviceWorker" in navigator) ? "no_worker" : (await canStore()) ? "" : "no_storage";
        if (!reason) return;
        stopped = true;
        document.body.classList.add("course-stopped");
        warn(reason);
    });
})();
