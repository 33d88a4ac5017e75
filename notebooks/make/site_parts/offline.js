// Lets the pages of the site open again without the network, once they were opened.
if ("serviceWorker" in navigator && location.protocol !== "file:") {
    const home = new URL(".", document.currentScript.src);
    navigator.serviceWorker.register(new URL("service-worker.js", home), { scope: home.pathname }).catch(() => {});
}
