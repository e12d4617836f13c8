'use strict';

/* The text and what was found in it lead to each other; without this script the links still do. */
const letter = document.querySelector('[data-letter]');

function lit(ids, where) {
  const wanted = new Set(ids);
  for (const element of document.querySelectorAll('.dd-words, .dd-finding')) {
    const own = element.dataset.f.split(' ');
    element.classList.toggle('dd-lit', own.some(id => wanted.has(id)));
  }
  if (where) {
    where.scrollIntoView({block: 'center'});
  }
}

document.addEventListener('click', event => {
  const words = event.target.closest('.dd-words');
  if (words && String(getSelection()) === '') {
    event.preventDefault();
    const id = words.dataset.f.split(' ')[0];
    const card = document.getElementById(`f${id}`);
    lit([id], card);
    card.focus({preventScroll: true});
    return;
  }
  const show = event.target.closest('[data-show]');
  if (show) {
    event.preventDefault();
    const id = show.dataset.show;
    const first = document.querySelector(`.dd-words[data-f~="${id}"]`);
    lit([id], first);
    first?.focus({preventScroll: true});
  }
});

document.addEventListener('focusin', event => {
  const card = event.target.closest('.dd-finding');
  if (card) {
    lit([card.dataset.f], null);
  }
});

/* Words that are selected in the text go into the form below it. */
const form = document.querySelector('[data-add]');

function place(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest('[data-s]');
  if (!piece) {
    return null;
  }
  const before = node.nodeType === Node.TEXT_NODE ? node.textContent.slice(0, offset) : '';
  return Number(piece.dataset.s) + [...before].length;
}

function pick() {
  const selected = getSelection();
  if (!selected.rangeCount || selected.isCollapsed || !letter.contains(selected.anchorNode) || !letter.contains(selected.focusNode)) {
    return;
  }
  const range = selected.getRangeAt(0);
  const words = range.toString();
  if (!words.trim()) {
    return;
  }
  form.elements.words.value = words.trim();
  const start = place(range.startContainer, range.startOffset);
  form.elements.start.value = start === null ? '' : start + ([...words].length - [...words.trimStart()].length);
  form.closest('details').open = true;
  const said = form.querySelector('[data-picked]');
  said.textContent = said.dataset.said;
}

if (letter && form) {
  letter.addEventListener('mouseup', pick);
  letter.addEventListener('touchend', pick);
  letter.addEventListener('keyup', event => event.shiftKey || event.key === 'Shift' ? pick() : null);
}

/* Files dropped on the field; a whole folder where the browser can choose one. */
const drop = document.querySelector('[data-drop]');

if (drop) {
  const zone = drop.querySelector('[data-drop-zone]');
  const input = drop.querySelector('#file');
  const folder = drop.querySelector('#folder');
  const chosen = drop.querySelector('[data-chosen]');
  const tell = () => {
    const names = [...input.files, ...folder.files].map(file => file.name);
    chosen.textContent = names.length > 5 ? `${names.slice(0, 5).join(', ')} … (${names.length})` : names.join(', ');
  };
  drop.querySelector('[data-folder]').hidden = !('webkitdirectory' in folder);
  for (const kind of ['dragenter', 'dragover']) {
    zone.addEventListener(kind, event => {
      event.preventDefault();
      zone.classList.add('dd-over');
    });
  }
  zone.addEventListener('dragleave', () => zone.classList.remove('dd-over'));
  zone.addEventListener('drop', event => {
    event.preventDefault();
    zone.classList.remove('dd-over');
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
  input.addEventListener('change', tell);
  folder.addEventListener('change', tell);
}
