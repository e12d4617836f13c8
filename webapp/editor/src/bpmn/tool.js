/** BPMN in a draft's room. */
import { commentNotes, losses } from '../room/losses.js';
import { foreignNotes, pictureNotes, undrawnNotes } from './foreign.js';
import { Layout, undrawn } from './layout.js';
import { withoutLooseFlows } from './loose.js';
import { shapeOf } from './markers.js';
import { newModeler } from './modeler.js';

const LEGIBLE = 0.5;
const TOOLS = 130;
const MARGIN = 24;

export class Diagram {
  constructor(host, translate) {
    this.host = host;
    this.translate = translate;
    this.shown = false;
    this.acts = {
      undo: () => this.get('commandStack').undo(),
      redo: () => this.get('commandStack').redo(),
      'zoom-in': () => this.get('zoomScroll').stepZoom(1),
      'zoom-out': () => this.get('zoomScroll').stepZoom(-1),
      'zoom-fit': () => this.fit(),
      find: () => this.get('searchPad').toggle(),
      simulate: () => this.get('toggleMode').toggleMode()
    };
  }

  /** Draw with what the room offers; to be called once. */
  join(room, choices) {
    const canvas = this.host.querySelector('[data-canvas]');
    const panel = this.host.querySelector('[data-panel]');
    this.modeler = newModeler({ canvas, panel, choices, translate: this.translate, room });
    this.get('eventBus').on('tokenSimulation.toggleMode', ({ active }) => {
      this.host.querySelector('[data-act="simulate"]').setAttribute('aria-pressed', String(active));
    });
    canvas.querySelector('svg[tabindex]')?.setAttribute('aria-label', this.translate('Drawing'));
  }

  get(service) {
    return this.modeler.get(service);
  }

  async open(text) {
    this.shown = false;
    const notes = [];
    const { warnings } = await this.modeler.importXML(await this.drawn(text, notes));
    this.shown = true;
    this.fit();
    const definitions = this.modeler.getDefinitions();
    return [
      ...notes,
      ...foreignNotes(definitions, this.translate),
      ...undrawnNotes(definitions, this.get('elementRegistry'), this.translate),
      ...pictureNotes(warnings, this.translate),
      ...commentNotes(text, this.translate)
    ];
  }

  /** What would be gone from the file once it is saved from here. */
  async losses(text) {
    const moddle = this.get('moddle');
    const { rootElement, warnings } = await moddle.fromXML(text);
    const { xml } = await moddle.toXML(rootElement);
    return losses(text, xml, warnings, this.translate);
  }

  /** The text itself, or with a drawing where it has none; flows that lost an end, which nobody could take hold of, are out. */
  async drawn(text, notes) {
    const moddle = this.get('moddle');
    const { rootElement } = await moddle.fromXML(text);
    const loose = withoutLooseFlows(rootElement);
    const processes = (rootElement.rootElements ?? []).filter(root => root.$type === 'bpmn:Process');
    if (!undrawn(rootElement) || !processes.length) {
      return loose ? (await moddle.toXML(rootElement)).xml : text;
    }
    notes.push(this.translate('The file had no coordinates: it was laid out anew. Move what stands badly.'));
    return new Layout(moddle, rootElement).xml();
  }

  /** As large as fits beside the tools that lie over the left edge, never larger than drawn. */
  fit() {
    const canvas = this.get('canvas');
    const { inner, outer } = canvas.viewbox();
    if (!inner.width) {
      canvas.viewbox({ x: -TOOLS, y: -MARGIN, width: outer.width, height: outer.height });
      return;
    }
    const wide = (outer.width - TOOLS - MARGIN) / inner.width;
    const high = (outer.height - 2 * MARGIN) / inner.height;
    const scale = Math.min(1, Math.max(LEGIBLE, Math.min(wide, high)));
    const width = outer.width / scale;
    const height = outer.height / scale;
    canvas.viewbox({
      x: inner.x - Math.max(TOOLS / scale, (width - inner.width) / 2),
      y: inner.y - Math.max(MARGIN / scale, (height - inner.height) / 2),
      width,
      height
    });
  }

  async text() {
    if (!this.shown) {
      throw new Error('nothing is shown');
    }
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  onChange(callback) {
    this.get('eventBus').on('commandStack.changed', callback);
  }

  show(findings) {
    this.get('markers').show(findings);
  }

  /** What an element without a name is called in the list of findings: what it is. */
  label(id) {
    const shape = shapeOf(this.get('elementRegistry'), id);
    return shape ? this.translate(shape.type.split(':')[1].replace(/\B[A-Z]/g, letter => ` ${letter.toLowerCase()}`)) : id;
  }

  /** Select the element, bring it into sight, and give the drawing the keyboard. */
  go(id) {
    const shape = shapeOf(this.get('elementRegistry'), id);
    if (!shape) {
      this.get('selection').select(null);
      return;
    }
    this.get('canvas').scrollToElement(shape);
    this.get('selection').select(shape);
    this.get('canvas').focus();
  }
}
