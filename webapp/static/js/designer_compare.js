'use strict';

/* Both pictures of a comparison are shown whole, again after the window has another width. They can be zoomed without this. */
function whole(host) {
  const fit = host.querySelector(`.dd-viewer-toolbar [title="${CSS.escape(host.dataset.labelZoomFit)}"]`);
  if (fit) {
    fit.click();
    fit.click(); // the first reckons with the frame as it was, and makes the viewer measure it again
  }
}

for (const host of document.querySelectorAll('.dd-diff [data-bpmn-url]')) {
  const drawn = new MutationObserver(() => {
    if (host.dataset.state === 'ready') {
      drawn.disconnect();
      whole(host);
      let width = host.clientWidth;
      new ResizeObserver(() => {
        if (host.clientWidth !== width) {
          width = host.clientWidth;
          whole(host);
        }
      }).observe(host);
    }
  });
  drawn.observe(host, { attributes: true, attributeFilter: [ 'data-state' ] });
}
