'use strict';

/* What is typed and not saved yet is not lost by a slip: the browser asks before it leaves. */
let changed = false;

document.addEventListener('input', event => {
  if (event.target.closest('form[method="post"][data-once]')) {
    changed = true;
  }
});

document.addEventListener('submit', () => {
  changed = false;
});

window.addEventListener('beforeunload', event => {
  if (changed) {
    event.preventDefault();
  }
});

/* The fields of another kind arrive while one types on: what stands in a field stays in it. */
let standing = new Map();

document.addEventListener('htmx:beforeSwap', event => {
  if (event.target.id === 'rule') {
    standing = new Map([...event.target.querySelectorAll('input, select')].map(field => [field.name, field]));
  }
});

document.addEventListener('htmx:afterSwap', event => {
  if (event.target.id !== 'rule') {
    return;
  }
  for (const field of event.target.querySelectorAll('input, select')) {
    const before = standing.get(field.name);
    if (before && before.type === 'checkbox') {
      field.checked = before.checked;
    } else if (before && before.value) {
      field.value = before.value;
    }
  }
});
