const STEP = 60;

const MOVES = {
  ArrowLeft: { dx: STEP, dy: 0 },
  ArrowRight: { dx: -STEP, dy: 0 },
  ArrowUp: { dx: 0, dy: STEP },
  ArrowDown: { dx: 0, dy: -STEP }
};

const ZOOMS = { '+': 1, '=': 1, '-': -1 };

function act(viewer, key) {
  if (key in MOVES) {
    viewer.get('canvas').scroll(MOVES[key]);
  } else if (key in ZOOMS) {
    viewer.get('zoomScroll').stepZoom(ZOOMS[key]);
  } else if (key === '0') {
    viewer.get('canvas').zoom('fit-viewport', 'auto');
  } else {
    return false;
  }
  return true;
}

/** Arrows, + - and 0 on the focused diagram; bpmn-js itself moves only with Ctrl held. */
export function addKeys(svg, viewer) {
  svg.addEventListener('keydown', event => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && act(viewer, event.key)) {
      event.preventDefault();
    }
  });
}
