'use strict';

/* The list of tasks by keyboard. The focus itself moves from task to task, so that a screen reader
   says what is current; everything a key does, a link or a button does too. */

(() => {
  const OFF = 'dondoc-keys-off', LAST = 'dondoc-inbox-row';
  const dialog = document.getElementById('phim-tat');
  const search = document.getElementById('q');
  const bulk = document.querySelector('[data-bulk]');
  const rows = [...document.querySelectorAll('[data-rows] [data-row]')];
  const boxes = bulk ? [...bulk.querySelectorAll('input[name="item"]')] : [];
  const link = row => row.querySelector('.dd-task');
  let current = null;

  function stored(store, key, value) {
    try {
      return value === undefined ? store.getItem(key) : store.setItem(key, value);
    } catch {
      return null; // a browser that keeps nothing
    }
  }

  function mark(row) {
    if (current) {
      current.classList.remove('dd-current');
    }
    current = row;
    row.classList.add('dd-current');
    stored(sessionStorage, LAST, row.dataset.row);
  }

  function go(step) {
    if (!rows.length) {
      return;
    }
    const at = current ? rows.indexOf(current) + step : step > 0 ? 0 : rows.length - 1;
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    link(row).focus();
    row.scrollIntoView({ block: 'nearest' });
  }

  function say() {
    const count = boxes.filter(box => box.checked).length;
    bulk.querySelector('[data-chosen-count]').textContent =
      count ? bulk.dataset.chosen.replace('{n}', count) : '';
    const all = bulk.querySelector('#chon-het');
    if (all) {
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
  }

  function tick() {
    const box = current && current.querySelector('input[name="item"]');
    if (box) {
      box.checked = !box.checked;
      say();
    }
  }

  function claim() {
    const button = bulk && bulk.querySelector('button[value="claim"]');
    if (!button) {
      return;
    }
    if (!boxes.some(box => box.checked) && current) {
      current.querySelector('input[name="item"]').checked = true;
    }
    if (boxes.some(box => box.checked)) {
      bulk.requestSubmit(button);
    }
  }

  const KEYS = {
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    c: claim,
    '/': () => search.focus(),
    '?': () => dialog.showModal(),
  };

  function typing(target) {
    return target.closest('textarea, select, [contenteditable], input:not([type="checkbox"])');
  }

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || dialog.open) {
      return;
    }
    if (event.key === 'Escape' && event.target === search) {
      event.preventDefault();
      if (rows.length) {
        link(current || rows[0]).focus();
      } else {
        search.blur();
      }
      return;
    }
    const act = !typing(event.target) && stored(localStorage, OFF) !== 'yes' && KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  for (const row of rows) {
    row.addEventListener('focusin', () => mark(row));
  }

  /* After an action the list comes back with the row that was current. */
  const last = rows.find(row => row.dataset.row === stored(sessionStorage, LAST));
  if (last) {
    mark(last);
  }

  const opener = document.querySelector('[data-keys-open]');
  if (opener) {
    opener.hidden = false;
    opener.addEventListener('click', () => dialog.showModal());
  }
  const on = dialog.querySelector('[data-keys-on]');
  on.checked = stored(localStorage, OFF) !== 'yes';
  on.addEventListener('change', () => stored(localStorage, OFF, on.checked ? 'no' : 'yes'));

  if (bulk) {
    const plain = bulk.querySelector('[data-all]');
    const label = document.createElement('label');
    label.className = 'dd-all';
    const every = document.createElement('input');
    every.type = 'checkbox';
    every.id = 'chon-het';
    every.className = 'form-check-input';
    label.append(every, ` ${plain.dataset.all}`);
    plain.replaceWith(label);
    every.addEventListener('change', event => {
      for (const box of boxes) {
        box.checked = event.target.checked;
      }
      say();
    });
    bulk.addEventListener('change', event => event.target.name === 'item' && say());
    window.addEventListener('pageshow', say);
  }
})();
