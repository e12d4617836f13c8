const STATES = [ 'open', 'overdue', 'done' ];

/** What distinguishes a state besides its colour: a mark in the text and the outline's shape. */
const MARKS = { open: '', overdue: '!', done: '✓' };

function span(className, text, hidden = false) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  if (hidden) {
    element.setAttribute('aria-hidden', 'true');
  }
  return element;
}

function badge({ count, state, label }) {
  const element = document.createElement('div');
  element.className = `dd-badge dd-badge-${state}`;
  element.append(span('dd-badge-count', `${count}${MARKS[state]}`, Boolean(label)));
  if (label) {
    element.title = label;
    element.append(span('dd-badge-label', label));
  }
  return element;
}

/**
 * Put a badge with its count at the upper left corner of each element named, and warm it.
 * `elements`: {id: {count, state: 'open' | 'overdue' | 'done', label, heat}}; heat 1 to 4 is how much
 * of it is overdue, by quarters, 0 or none: nothing is.
 */
export function addBadges(viewer, elements) {
  const overlays = viewer.get('overlays');
  const registry = viewer.get('elementRegistry');
  const canvas = viewer.get('canvas');
  for (const [ id, info ] of Object.entries(elements)) {
    if (!STATES.includes(info.state)) {
      throw new Error(`overlay of ${id}: unknown state ${info.state}`);
    }
    if (!registry.get(id)) {
      console.warn(`dondoc: no element ${id} in this diagram for a badge`);
      continue;
    }
    if (info.heat) {
      canvas.addMarker(id, `dd-heat-${info.heat}`);
    }
    overlays.add(id, {
      position: { top: -20, left: -12 },
      show: { minZoom: 0 },
      scale: { min: 0.75, max: 1.2 },
      html: badge(info)
    });
  }
}
