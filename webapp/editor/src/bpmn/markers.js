/** Findings at their elements: a numbered sign at the corner, and an outline that is not colour alone. */
const TYPE = 'dd-finding';

function sign(numbers, texts, warns) {
  const element = document.createElement('div');
  element.className = warns ? 'dd-finding-sign dd-finding-remark' : 'dd-finding-sign';
  element.textContent = `${warns ? '?' : '!'} ${numbers.join(', ')}`;
  element.title = texts.join('\n');
  return element;
}

/** The shape a finding is about: an element, or the pool of a process, or null. */
export function shapeOf(registry, id) {
  const pool = element => element.type === 'bpmn:Participant' && element.businessObject.processRef?.id === id;
  return registry.get(id) ?? registry.find(pool) ?? null;
}

export class Markers {
  static $inject = [ 'canvas', 'elementRegistry', 'overlays' ];

  constructor(canvas, elementRegistry, overlays) {
    Object.assign(this, { canvas, registry: elementRegistry, overlays });
    this.marked = new Set();
  }

  /** `findings`: [{element, text, warning}]; each is signed with its place in the list beside the drawing. */
  show(findings) {
    this.clear();
    const at = new Map();
    findings.forEach(({ element, text, warning }, index) => {
      const shape = element && shapeOf(this.registry, element);
      if (shape && shape !== this.canvas.getRootElement()) {
        at.set(shape, [ ...at.get(shape) ?? [], { number: index + 1, text, warning } ]);
      }
    });
    for (const [ shape, found ] of at) {
      this.mark(shape, found);
    }
  }

  mark(shape, found) {
    const warns = found.every(one => one.warning);
    if (!warns) {
      this.canvas.addMarker(shape, TYPE);
      this.marked.add(shape);
    }
    this.overlays.add(shape, TYPE, {
      position: { top: -14, left: -10 },
      show: { minZoom: 0 },
      html: sign(found.map(one => one.number), found.map(one => one.text), warns)
    });
  }

  clear() {
    this.overlays.remove({ type: TYPE });
    for (const shape of this.marked) {
      if (this.registry.get(shape.id)) {
        this.canvas.removeMarker(shape, TYPE);
      }
    }
    this.marked.clear();
  }
}

export default { markers: [ 'type', Markers ] };
