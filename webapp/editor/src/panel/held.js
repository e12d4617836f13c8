/** Values written while the mouse is down on the tools beside an element wait until it is up: writing
 * draws those tools anew, and the click would meet nothing. */
const PAD = '.djs-context-pad';
let waiting = null;

function release() {
  const acts = waiting ?? [];
  waiting = null;
  setTimeout(() => acts.forEach(act => act()));
}

document.addEventListener('mousedown', event => {
  if (event.target.closest?.(PAD)) {
    waiting ??= [];
  }
}, true);
document.addEventListener('mouseup', release, true);
window.addEventListener('blur', release);

/** Do it now, or when the mouse is up again. */
export function unheld(act) {
  if (waiting) {
    waiting.push(act);
  } else {
    act();
  }
}
