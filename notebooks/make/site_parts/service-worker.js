// The pages of the site: from the network, and where there is none as they were seen last. The running edition lies in a
// folder with a worker of its own.
const KEPT = "pages";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
    event.respondWith(
        (async () => {
            const kept = await caches.open(KEPT);
            try {
                const answer = await fetch(request);
                if (answer.ok) await kept.put(request, answer.clone());
                return answer;
            } catch (error) {
                const seen = await kept.match(request);
                if (seen) return seen;
                throw error;
            }
        })(),
    );
});
