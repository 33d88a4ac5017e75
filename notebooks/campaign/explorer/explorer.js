// What the browser does when a widget is there and whenever its picture has loaded, for keys and for screen readers.
//
// JupyterLab takes arrow keys and letters for its own commands, also while a list, slider or button of ours has the focus:
// a mark tells it to leave the keys to the control. ipywidgets gives sliders and rows of buttons no name, sliders their
// place in the row for a value, and does not say which of several buttons is down. JupyterLab drops the words that are
// stored with a picture: the sentence under it takes their place.
// Where the picture can be pointed at, a hidden text field carries the place, as shares of the picture's width and height;
// while a picture is on its way, moves are skipped, so that none queue up, and the last of them is sent when it has come.
// A place that changes nothing brings no picture: after a fifth of a second moves are sent again. The points that have a
// name show it where the pointer is near: the page knows them, so that no kernel is asked.
const explorer = this.closest('.campaign-explorer, .campaign-guess, .campaign-ask'), page = this.closest('.jp-Notebook, body');
const every = (selector, change, root = explorer) => root.querySelectorAll(selector).forEach(change);
const soon = change => (window.requestIdleCallback ?? setTimeout)(change, {timeout: 200});
const watch = (element, change, what, again = change) => {
  change();
  element.campaignWatch ??= new MutationObserver(again).observe(element, what) ?? true;
};
const watchParts = (root, change) => watch(root, change, {childList: true, subtree: true}, () => soon(change));
const names = () => {
  watchParts(explorer, () => every('select, button, .noUi-handle, [type=radio], [type=checkbox]',
    control => control.setAttribute('data-lm-suppress-shortcuts', '')));
  every('.noUi-handle', handle => watch(handle, () => {
    const box = handle.closest(':has(> .widget-label)'), value = box.querySelector('.widget-readout').textContent;
    handle.setAttribute('aria-label', box.querySelector('.widget-label').textContent);
    if (handle.getAttribute('aria-valuetext') !== value) handle.setAttribute('aria-valuetext', value);
  }, {attributeFilter: ['aria-valuetext']}));
  every('.widget-toggle-buttons, .widget-radio', box => {
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.querySelector('.widget-label').textContent);
  });
  every('.widget-toggle-button', button => button.setAttribute('aria-pressed', button.classList.contains('mod-active')));
  watchParts(page, () => every('.jp-RenderedImage img:not([alt])', image => {
    let output = image.closest('.jp-OutputArea-child'), words = null;
    while (output && !words) words = (output = output.nextElementSibling)?.querySelector('.campaign-sentence');
    if (words) image.alt = words.textContent;
  }, page));
};
if (explorer) {
  soon(names);
  const spots = JSON.parse(this.dataset.spots || '[]'), stage = this.parentElement;
  const tip = stage.appendChild(document.createElement('div'));
  tip.className = 'campaign-tip';
  tip.setAttribute('aria-hidden', 'true');
  tip.dir = 'auto';
  const name = event => {
    const box = this.getBoundingClientRect(), reach = event.pointerType === 'touch' ? 24 : 12;
    const x = event.clientX - box.left, y = event.clientY - box.top;
    const far = ([across, down]) => Math.hypot(across * box.width - x, down * box.height - y);
    const near = spots.filter(spot => far(spot) <= reach).sort((one, two) => far(one) - far(two))[0];
    tip.textContent = near ? near[2] : '';
    if (near) tip.style.cssText = `top: ${this.offsetTop + near[1] * box.height + 12}px; ${near[0] < 0.5
      ? `left: ${near[0] * box.width}px` : `right: ${(1 - near[0]) * box.width}px`}`;
  };
  if (spots.length) this.onpointermove = name;
  this.onpointerleave = () => { tip.textContent = ''; };
  const pointer = explorer.querySelector('.campaign-pointer input');
  explorer.campaignSent = -Infinity;
  if (pointer) {
    pointer.tabIndex = -1;
    pointer.setAttribute('aria-hidden', 'true');
    const send = (event, phase) => {
      const box = this.getBoundingClientRect(), now = performance.now();
      explorer.campaignSkipped = null;
      if (phase === 'move' && now - explorer.campaignSent < 200) {
        explorer.campaignSkipped = event;
        return;
      }
      explorer.campaignSent = now;
      pointer.value = [phase, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].join(' ');
      pointer.dispatchEvent(new Event('input', {bubbles: true}));
      pointer.dispatchEvent(new Event('change', {bubbles: true}));
    };
    this.draggable = false;
    this.style.touchAction = 'none';
    this.onpointerdown = event => { this.setPointerCapture(event.pointerId); explorer.campaignDown = true; send(event, 'down'); };
    this.onpointermove = event => { if (explorer.campaignDown) send(event, 'move'); else name(event); };
    this.onpointerup = this.onpointercancel = event => {
      if (explorer.campaignDown) { explorer.campaignDown = false; send(event, 'up'); }
    };
    if (explorer.campaignDown && explorer.campaignSkipped) send(explorer.campaignSkipped, 'move');
  }
}
