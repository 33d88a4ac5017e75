// What the browser does whenever the picture of an explorer or a guess has loaded, for keys and for screen readers.
//
// JupyterLab takes arrow keys and letters for its own commands, also while a list, slider or button of ours has the focus:
// a mark tells it to leave the keys to the control. ipywidgets gives sliders and rows of buttons no name, sliders their
// place in the row for a value, and does not say which of several buttons is down. JupyterLab drops the words that are stored with a picture: the sentence
// under it takes their place.
// Where the picture can be pointed at, a hidden text field carries the place, as shares of the picture's width and height;
// while a picture is on its way, moves are skipped, so that none queue up.
const explorer = this.closest('.campaign-explorer, .campaign-guess, .campaign-ask'), page = this.closest('.jp-Notebook, body');
const every = (selector, change, root = explorer) => root.querySelectorAll(selector).forEach(change);
const watch = (element, change, what) => {
  change();
  element.campaignWatch ??= new MutationObserver(change).observe(element, what) ?? true;
};
if (explorer) {
  watch(explorer, () => every('select, button, .noUi-handle, [type=radio], [type=checkbox]',
    control => control.setAttribute('data-lm-suppress-shortcuts', '')), {childList: true, subtree: true});
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
  watch(page, () => every('.jp-RenderedImage img:not([alt])', image => {
    let output = image.closest('.jp-OutputArea-child'), words = null;
    while (output && !words) words = (output = output.nextElementSibling)?.querySelector('.campaign-sentence');
    if (words) image.alt = words.textContent;
  }, page), {childList: true, subtree: true});
  const pointer = explorer.querySelector('.campaign-pointer input');
  explorer.campaignBusy = false;
  if (pointer) {
    pointer.tabIndex = -1;
    pointer.setAttribute('aria-hidden', 'true');
    const send = (event, phase) => {
      const box = this.getBoundingClientRect();
      if (explorer.campaignBusy && phase === 'move') return;
      explorer.campaignBusy = true;
      pointer.value = [phase, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].join(' ');
      pointer.dispatchEvent(new Event('input', {bubbles: true}));
      pointer.dispatchEvent(new Event('change', {bubbles: true}));
    };
    this.draggable = false;
    this.style.touchAction = 'none';
    this.onpointerdown = event => { this.setPointerCapture(event.pointerId); explorer.campaignDown = true; send(event, 'down'); };
    this.onpointermove = event => { if (explorer.campaignDown) send(event, 'move'); };
    this.onpointerup = this.onpointercancel = event => {
      if (explorer.campaignDown) { explorer.campaignDown = false; send(event, 'up'); }
    };
  }
}
