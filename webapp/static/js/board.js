'use strict';

/* The board works without this: links open pages, forms are sent. */

/* After a part of the tree was opened in place, reading goes on at its heading. */
document.addEventListener('htmx:afterSettle', event => {
  if (event.target.id === 'board' || event.detail.target.id === 'board') {
    document.querySelector('#board h1').focus({ preventScroll: true });
    offerPrinting();
  }
});

document.addEventListener('click', event => {
  if (event.target.closest('[data-print]')) {
    for (const details of document.querySelectorAll('#board details')) {
      details.open = true;
    }
    window.print();
  }
});

function offerPrinting() {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
  }
}

offerPrinting();
