/**
 * A file without coordinates, drawn: each process by bpmn-auto-layout, the pools one below the other,
 * letters between them.
 */
import { layoutProcess } from 'bpmn-auto-layout';

const HEAD = 30; // a pool's name at its left
const MARGIN = 40;
const GAP = 60;
const EMPTY = { width: 600, height: 60 };
const EMPTY_ROW = 70; // from a row's middle up to where nothing stands
const APART = 8; // two such flows, two letters
const HALF_COLUMN = 75; // from a column's middle to between it and the next
const TURN = 20;
const LABEL = { width: 90, height: 27 };

/** Whether the file lacks a drawing: it has none at all, or elements and none of them in it. */
export function undrawn({ diagrams = [], rootElements = [] }) {
  const filled = rootElements.some(root => root.flowElements?.length || root.participants?.length);
  const drawn = diagrams.some(diagram => diagram.plane?.planeElement?.length);
  return !diagrams.length || filled && !drawn;
}

/** The layouter goes by the flows that elements name, which other tools leave out. */
function joined(scope) {
  for (const flow of scope.flowElements ?? []) {
    if (flow.$type === 'bpmn:SequenceFlow') {
      named(flow.sourceRef, 'outgoing', flow);
      named(flow.targetRef, 'incoming', flow);
    }
    joined(flow);
  }
}

function named(element, side, flow) {
  if (element && !element.get(side).includes(flow)) {
    element.get(side).push(flow);
  }
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Names stand where no flow leaves: flows leave gateways and boundary events downwards. */
const aboveLeft = ({ x, y, width }) => ({ x: x + width / 2 - LABEL.width - 6, y: y - LABEL.height, ...LABEL });
const belowLeft = ({ x, y, width, height }) => ({ x: x + width / 2 - LABEL.width - 6, y: y + height + 2, ...LABEL });
const LABELLED = {
  'bpmn:ExclusiveGateway': aboveLeft,
  'bpmn:InclusiveGateway': aboveLeft,
  'bpmn:ParallelGateway': aboveLeft,
  'bpmn:EventBasedGateway': aboveLeft,
  'bpmn:ComplexGateway': aboveLeft,
  'bpmn:BoundaryEvent': belowLeft
};

export class Layout {
  constructor(moddle, definitions) {
    this.moddle = moddle;
    this.definitions = definitions;
    this.elements = [];
    this.planes = [];
    this.boxes = new Map(); // element id → its bounds
    this.bands = new Map(); // element id → the bounds of the pool around it
    this.back = 0;
    this.letters = 0;
  }

  /** The file's XML with a drawing. */
  async xml() {
    this.roots('bpmn:Process').forEach(joined);
    const collaboration = this.roots('bpmn:Collaboration')[0];
    let y = MARGIN;
    for (const process of this.roots('bpmn:Process')) {
      const pool = collaboration?.participants.find(one => one.processRef === process);
      const height = await this.process(process, pool, y);
      y += height + GAP;
    }
    for (const pool of collaboration?.participants ?? []) {
      if (!this.boxes.has(pool.id)) {
        this.shape(pool, { x: MARGIN, y, ...EMPTY }, { isHorizontal: true });
        y += EMPTY.height + GAP;
      }
    }
    (collaboration?.messageFlows ?? []).forEach(flow => this.letter(flow));
    const plane = this.create('bpmndi:BPMNPlane', {
      id: 'BPMNPlane_1', bpmnElement: collaboration ?? this.roots('bpmn:Process')[0], planeElement: this.elements
    });
    const diagram = this.create('bpmndi:BPMNDiagram', { id: 'BPMNDiagram_1', plane });
    this.definitions.diagrams = [ diagram, ...this.planes ];
    return (await this.moddle.toXML(this.definitions, { format: true })).xml;
  }

  roots(type) {
    return (this.definitions.rootElements ?? []).filter(root => root.$type === type);
  }

  create(type, properties) {
    return this.moddle.create(type, properties);
  }

  /** Lays out one process from `y` down; how high it came out. */
  async process(process, pool, y) {
    const drawn = await this.drawn(process);
    const [ main, ...others ] = drawn.rootElement.diagrams;
    const planned = main.plane.planeElement ?? [];
    const boxes = planned.filter(one => one.bounds).map(one => one.bounds);
    const left = Math.min(...boxes.map(box => box.x), 0);
    const top = Math.min(...boxes.map(box => box.y), 0);
    const right = Math.max(...boxes.map(box => box.x + box.width), EMPTY.width);
    const bottom = Math.max(...boxes.map(box => box.y + box.height), EMPTY.height);
    const shift = { x: 2 * MARGIN + HEAD - left, y: y + MARGIN - top };
    if (pool) {
      this.shape(pool, { x: MARGIN, y, width: right - left + 2 * MARGIN + HEAD, height: bottom - top + 2 * MARGIN }, { isHorizontal: true });
    }
    planned.forEach(one => {
      this.moved(one, shift);
      this.bands.set(one.bpmnElement.id, { y, height: bottom - top + 2 * MARGIN });
    });
    this.planes.push(...others.map(other => this.other(other)));
    return bottom - top + 2 * MARGIN;
  }

  /** The process alone in a file of its own, laid out. */
  async drawn(process) {
    const alone = this.create('bpmn:Definitions', {
      id: 'Alone', targetNamespace: 'urn:dondoc', rootElements: [ process ]
    });
    const parent = process.$parent;
    const { xml } = await this.moddle.toXML(alone);
    process.$parent = parent;
    return this.moddle.fromXML(await layoutProcess(xml));
  }

  moved(one, shift) {
    const element = this.find(one.bpmnElement.id);
    if (one.bounds) {
      const { x, y, width, height } = one.bounds;
      this.shape(element, { x: x + shift.x, y: y + shift.y, width, height }, one.isExpanded === undefined ? {} : { isExpanded: one.isExpanded });
    } else {
      this.edge(element, this.over(element, one.waypoint.map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y }))));
    }
  }

  /** A flow that goes back goes over its row: below, it would lie on the flows that leave and enter gateways there. */
  over({ sourceRef, targetRef }, points) {
    const from = this.boxes.get(sourceRef?.id);
    const to = this.boxes.get(targetRef?.id);
    const below = points.length === 4 && points[1].y === points[2].y && points[1].y > points[0].y && points[2].y > points[3].y;
    if (!from || !to || !below || middle(from).x <= middle(to).x || middle(from).y !== middle(to).y || sourceRef.$type === 'bpmn:BoundaryEvent') {
      return points;
    }
    const y = middle(from).y - EMPTY_ROW + APART * (this.back++ % 4);
    return [ { x: points[0].x, y: from.y }, { x: points[0].x, y }, { x: points[3].x, y }, { x: points[3].x, y: to.y } ];
  }

  /** The inside of a collapsed sub-process, on a drawing of its own. */
  other(diagram) {
    const elements = this.elements;
    this.elements = [];
    (diagram.plane.planeElement ?? []).forEach(one => this.moved(one, { x: 0, y: 0 }));
    const planeElement = this.elements;
    this.elements = elements;
    const bpmnElement = this.find(diagram.plane.bpmnElement.id);
    const plane = this.create('bpmndi:BPMNPlane', { id: `${bpmnElement.id}_plane`, bpmnElement, planeElement });
    return this.create('bpmndi:BPMNDiagram', { id: `${bpmnElement.id}_diagram`, plane });
  }

  find(id) {
    this.byId ??= new Map();
    if (!this.byId.size) {
      const stack = [ ...this.definitions.rootElements ];
      while (stack.length) {
        const element = stack.pop();
        this.byId.set(element.id, element);
        stack.push(...element.flowElements ?? [], ...element.artifacts ?? []);
      }
    }
    return this.byId.get(id);
  }

  shape(bpmnElement, box, more = {}) {
    this.boxes.set(bpmnElement.id, box);
    const bounds = this.create('dc:Bounds', box);
    const beside = LABELLED[bpmnElement.$type]?.(box);
    const label = bpmnElement.name && beside ? { label: this.create('bpmndi:BPMNLabel', { bounds: this.create('dc:Bounds', beside) }) } : {};
    this.elements.push(this.create('bpmndi:BPMNShape', { id: `${bpmnElement.id}_di`, bpmnElement, bounds, ...label, ...more }));
  }

  edge(bpmnElement, points) {
    const waypoint = points.map(point => this.create('dc:Point', point));
    this.elements.push(this.create('bpmndi:BPMNEdge', { id: `${bpmnElement.id}_di`, bpmnElement, waypoint }));
  }

  /** A letter goes between the columns and between the pools, where nothing stands. */
  letter(flow) {
    const from = this.boxes.get(flow.sourceRef?.id);
    const to = this.boxes.get(flow.targetRef?.id);
    if (!from || !to) {
      return;
    }
    const apart = APART * (this.letters++ % 4);
    const down = from.y < to.y;
    const start = this.end(flow.sourceRef, down, HALF_COLUMN - 12 + apart);
    const end = this.end(flow.targetRef, !down, -HALF_COLUMN + 12 - apart);
    const pool = this.bands.get(flow.targetRef.id) ?? to;
    const y = (down ? pool.y - GAP : pool.y + pool.height) + 18 + apart;
    const inner = [ { x: (start ?? end).at(-1).x, y }, { x: (end ?? start).at(-1).x, y } ];
    this.edge(flow, [
      ...start ?? [ { x: inner[0].x, y: down ? from.y + from.height : from.y } ],
      ...inner,
      ...end?.reverse() ?? [ { x: inner[1].x, y: down ? to.y : to.y + to.height } ]
    ]);
  }

  /** From the edge of an element's box to beside its column; null for a pool, which is met anywhere. */
  end(element, below, aside) {
    const band = this.bands.get(element.id);
    if (!band) {
      return null;
    }
    const box = this.boxes.get(element.id);
    const { x } = middle(box);
    const edge = below ? box.y + box.height : box.y;
    const turn = below ? edge + TURN : edge - TURN;
    const shape = this.elements.find(one => one.bpmnElement === element && one.bounds);
    if (below && element.name && element.$instanceOf('bpmn:Event')) {
      shape.label = this.create('bpmndi:BPMNLabel', { bounds: this.create('dc:Bounds', { x: x - LABEL.width / 2, y: box.y - LABEL.height - 4, ...LABEL }) });
    }
    return [ { x, y: edge }, { x, y: turn }, { x: x + aside, y: turn } ];
  }
}
