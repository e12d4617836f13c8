/** Values written while the mouse is down on the tools beside an element wait until it is up: writing
 * draws those tools anew, and the click would meet nothing. They are written before what the click or the end
 * of a drag does: a name that this opens for writing would be closed by any later change. */
const PAD = '.djs-context-pad';
let waiting = null;

function release() {
  const acts = waiting ?? [];
  waiting = null;
  acts.forEach(act => act());
}

const onPad = event => Boolean(event.target.closest?.(PAD));

document.addEventListener('mousedown', event => {
  if (onPad(event)) {
    waiting ??= [];
  }
}, true);
document.addEventListener('mouseup', event => {
  if (onPad(event)) {
    setTimeout(release); // if no click follows
  } else {
    release();
  }
}, true);
document.addEventListener('click', release, true);
window.addEventListener('blur', release);

/** Do it now, or when the mouse is up again. */
export function unheld(act) {
  if (waiting) {
    waiting.push(act);
  } else {
    act();
  }
}
