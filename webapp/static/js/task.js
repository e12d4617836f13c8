'use strict';

/* A task's page: keeps what is typed, says who else is at it, and loses nothing. Everything here
   has a button or a page that does the same without this file. */

const SAVE_AFTER = 3000;
const ASK_EVERY = 20000;
const TRY_AGAIN = 15000;

const form = document.querySelector('form[data-keep]');
const live = document.querySelector('[data-live]');

/* What was typed, in this tab only, for the account that typed it. */
const memory = {
  key: (item, account) => `dondoc:typed:${account}:${item}`,
  get(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      /* Storage is full or switched off: the server still keeps the draft. */
    }
  },
  drop(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      /* As above. */
    }
  }
};

const OWN = new Set([ 'csrf_token', 'seen', 'form_seen', 'back', 'file' ]);

function typedIn(from) {
  return Object.fromEntries([ ...new FormData(from) ].filter(([ name ]) => !OWN.has(name)));
}

function same(one, other) {
  const names = new Set([ ...Object.keys(one), ...Object.keys(other) ]);
  return [ ...names ].every(name => (one[name] || '') === (other[name] || ''));
}

function keeper(target) {
  const key = memory.key(target.dataset.item, target.dataset.account);
  const line = target.querySelector('[data-kept]');
  const begun = typedIn(target);
  let timer = null;
  let changed = false;
  let halted = false;
  let leaving = false;

  function say(text, bad = false, ...more) {
    line.replaceChildren(text, ...more);
    line.classList.toggle('dd-kept-bad', bad);
  }

  function link(text, href) {
    const found = document.createElement('a');
    found.href = href;
    found.textContent = text;
    return found;
  }

  function compare() {
    const button = document.createElement('button');
    button.className = 'btn btn-sm btn-outline-primary ms-2';
    button.setAttribute('formaction', target.dataset.compare);
    button.textContent = target.dataset.sayCompare;
    return button;
  }

  function expired() {
    halted = true;
    memory.set(key, { typed: typedIn(target) });
    say(`${target.dataset.sayExpired} `, true, link(target.dataset.saySignin, target.dataset.signin));
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  async function save() {
    if (halted || leaving || !changed) {
      return;
    }
    const sent = new FormData(target);
    sent.delete('file');
    const typed = typedIn(target);
    changed = false;
    say(target.dataset.saySaving);
    let answer;
    try {
      answer = await fetch(target.dataset.keep, {
        method: 'POST', body: sent, redirect: 'manual', headers: { 'X-Dondoc-Keep': '1' }
      });
    } catch {
      changed = true;
      say(target.dataset.sayOffline, true);
      later(TRY_AGAIN);
      return;
    }
    await heard(answer, typed);
  }

  async function heard(answer, typed) {
    if (answer.type === 'opaqueredirect' || answer.status === 401) {
      expired();
      return;
    }
    const said = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
    if (answer.ok) {
      target.elements.seen.value = said.seen;
      const now = memory.get(key);
      if (now && same(now.typed, typed)) {
        memory.drop(key);
      }
      say(changed ? target.dataset.sayTyping : said.text);
      return;
    }
    changed = true;
    if (said.state === 'changed' || said.state === 'closed') {
      halted = true;
      say(said.text, true, compare());
    } else if (answer.status >= 500) {
      say(target.dataset.sayOffline, true);
      later(TRY_AGAIN);
    } else {
      say(said.text || target.dataset.sayRefused, true);
    }
  }

  function typing(event) {
    if (event.target.type === 'file') {
      return;
    }
    changed = true;
    memory.set(key, { typed: typedIn(target) });
    if (!halted) {
      say(target.dataset.sayTyping);
      later(SAVE_AFTER);
    }
  }

  function restore(typed) {
    for (const element of target.elements) {
      if (!element.name || OWN.has(element.name)) {
        continue;
      }
      if (element.type === 'checkbox' || element.type === 'radio') {
        element.checked = typed[element.name] === element.value;
      } else {
        element.value = typed[element.name] || '';
      }
    }
    changed = true;
    later(0);
  }

  function offer() {
    const kept = memory.get(key);
    if (!kept || same(kept.typed, begun)) {
      memory.drop(key);
      return;
    }
    const bar = target.querySelector('[data-restore]');
    bar.hidden = false;
    bar.querySelector('[data-restore-yes]').addEventListener('click', () => {
      bar.hidden = true;
      restore(kept.typed);
      say(target.dataset.sayRestored);
    });
    bar.querySelector('[data-restore-no]').addEventListener('click', () => {
      bar.hidden = true;
      memory.drop(key);
    });
  }

  /* Another form of the page is sent, or a link followed, while something is not kept yet. */
  function away() {
    if (!changed || halted || leaving) {
      return;
    }
    const sent = new FormData(target);
    sent.delete('file');
    fetch(target.dataset.keep, {
      method: 'POST', body: sent, redirect: 'manual', keepalive: true,
      headers: { 'X-Dondoc-Keep': '1' }
    }).catch(() => null);
  }

  target.addEventListener('input', typing);
  target.addEventListener('change', typing);
  target.addEventListener('submit', () => {
    leaving = true;
    clearTimeout(timer);
    memory.set(key, { typed: typedIn(target), sent: true });
  });
  window.addEventListener('online', () => later(0));
  window.addEventListener('pagehide', away);
  window.addEventListener('pageshow', () => {
    leaving = false;
  });
  offer();
  return { expired };
}

const keeping = form ? keeper(form) : null;

/* Asked for in the background, a page that needs signing in again must not take this one away. */
document.body.addEventListener('htmx:beforeOnLoad', event => {
  if (keeping && event.detail.xhr.status === 401) {
    event.preventDefault();
    keeping.expired();
  }
});

/* Who has the task, who types, who finished it: asked again while somebody looks. */
async function askAgain() {
  const shown = live.querySelector('[data-mark]');
  if (document.hidden || !shown) {
    return;
  }
  let answer;
  try {
    const address = `${live.dataset.live}?mark=${encodeURIComponent(shown.dataset.mark)}`;
    answer = await fetch(address, { redirect: 'manual' });
  } catch {
    return;
  }
  if (answer.status === 200) {
    live.innerHTML = await answer.text();
  } else if (answer.type === 'opaqueredirect' && keeping) {
    keeping.expired();
  }
}

if (live) {
  setInterval(askAgain, ASK_EVERY);
  document.addEventListener('visibilitychange', askAgain);
}

/* What was typed for a task that no longer has a form for the reader. */
for (const place of document.querySelectorAll('[data-left-over]')) {
  const key = memory.key(place.dataset.leftOver, place.dataset.account);
  const kept = memory.get(key);
  if (kept && kept.sent) {
    memory.drop(key);
  } else if (kept) {
    place.querySelector('textarea').value = Object.values(kept.typed).filter(Boolean).join('\n\n');
    place.hidden = false;
  }
}

for (const line of document.querySelectorAll('[data-copy]')) {
  line.hidden = false;
  const button = line.querySelector('[data-copies]');
  button.addEventListener('click', () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    navigator.clipboard?.writeText(field.value);
    button.textContent = button.dataset.sayCopied;
  });
}

for (const line of document.querySelectorAll('[data-print]')) {
  line.hidden = false;
  line.querySelector('button').addEventListener('click', () => window.print());
}

/* Typing @ opens the list of people and narrows it; a press writes the name. */
const NAME_BEGUN = /(^|[^\w.@-])@([\w.-]*)$/;

function mentions(list) {
  const field = document.getElementById(list.dataset.people);
  const items = [ ...list.querySelectorAll('li') ];

  function narrow() {
    const found = NAME_BEGUN.exec(field.value.slice(0, field.selectionStart));
    const begun = found ? found[2].toLowerCase() : '';
    if (found) {
      list.open = true;
    }
    for (const item of items) {
      item.hidden = !item.dataset.name.toLowerCase().includes(begun);
    }
  }

  function write(name) {
    const at = field.selectionStart;
    const before = field.value.slice(0, at).replace(NAME_BEGUN, '$1');
    const space = before && !/\s$/.test(before) ? ' ' : '';
    const head = `${before}${space}@${name} `;
    field.value = head + field.value.slice(at);
    field.focus();
    field.setSelectionRange(head.length, head.length);
    list.open = false;
  }

  field.addEventListener('input', narrow);
  for (const button of list.querySelectorAll('[data-mention]')) {
    button.disabled = false;
    button.addEventListener('click', () => write(button.dataset.mention));
  }
}

document.querySelectorAll('[data-people]').forEach(mentions);
