// The kernel of JupyterLite asks this script for Pyodide. It gives Pyodide the course's own list of packages, whose files
// lie beside this one or on Pyodide's own host, and tells the page how far it has come.
const VALUES = /* VALUES */ {};

self.loadPyodide = async (options) => {
    const told = new BroadcastChannel("course-kernel");
    const tell = (state) => told.postMessage({ state, page: options.page ?? "" });
    tell("loading");
    try {
        const here = new URL(options.indexURL, self.location.href).href;
        const runtime = VALUES.runtime || here;
        importScripts(runtime + "pyodide.js");
        const lock = await (await fetch(here + "pyodide-lock.json")).json();
        for (const part of Object.values(lock.packages)) part.file_name = new URL(part.file_name, here).href;
        return await self.loadPyodide({
            ...options,
            indexURL: runtime,
            lockFileURL: "data:application/json," + encodeURIComponent(JSON.stringify(lock)),
            ...(VALUES.library ? { stdLibURL: here + VALUES.library } : {}),
            env: { ...options.env, PYTHONPATH: VALUES.path },
        });
    } catch (error) {
        tell("failed");
        throw error;
    }
};
