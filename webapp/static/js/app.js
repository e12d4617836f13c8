'use strict';

/* Small helps; every page works without them. */

document.addEventListener('click', event => {
  const pick = event.target.closest('[data-fill]');
  if (pick) {
    document.getElementById(pick.dataset.fill).value = pick.dataset.value;
    document.getElementById('password').focus();
    return;
  }
  const expand = event.target.closest('[data-expand]');
  if (expand) {
    event.preventDefault();
    const below = document.getElementById(expand.dataset.expand);
    const open = expand.getAttribute('aria-expanded') === 'true';
    expand.setAttribute('aria-expanded', String(!open));
    below.hidden = open;
  }
});

/* A menu closes when one clicks elsewhere or presses Escape. */
document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('[data-menu][open]')) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && event.target.closest('[data-menu][open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

/* What cannot be taken back asks first; without this file the button just works. */
document.addEventListener('click', event => {
  const asking = event.target.closest('[data-confirm]');
  if (asking && !window.confirm(asking.dataset.confirm)) {
    event.preventDefault();
  }
});

document.addEventListener('keydown', event => {
  if (event.key === ' ' && event.target.matches('[role="button"]')) {
    event.preventDefault();
    event.target.click();
  }
});

/* A second click while the first is on its way would come too late and read as an error. */
document.addEventListener('submit', event => {
  if (event.target.matches('[data-once]')) {
    if (event.target.dataset.sent) {
      event.preventDefault();
    }
    event.target.dataset.sent = 'yes';
  }
});

/* A page brought back from the browser's memory must not remember that it was sent. */
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('[data-once]')) {
    delete form.dataset.sent;
  }
});

document.addEventListener('DOMContentLoaded', () => {
  const wrong = document.querySelector('.dd-wrong input, .dd-wrong textarea, .dd-wrong select');
  if (wrong) {
    wrong.focus();
  }
});
