// The time from a key press to the changed picture under it (window.answer), and how far the page shifted meanwhile.
window.shifts = 0
new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts += entry.value))
    .observe({type: 'layout-shift'})
document.addEventListener('keydown', () => {
    if (!window.watched) return
    const pressed = performance.now(), place = window.watched, before = place.querySelector('img').src
    window.watched = null
    const look = () => {
        const picture = place.querySelector('img')
        if (picture && picture.src !== before && picture.complete && picture.naturalWidth)
            requestAnimationFrame(() => window.answer = performance.now() - pressed)  // it has been painted
        else requestAnimationFrame(look)
    }
    look()
}, true)
