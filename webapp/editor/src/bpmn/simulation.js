/**
 * Token simulation for the look of it, switched by the room's own button, which a keyboard reaches. The
 * library writes English into the page: what it writes is translated as it appears.
 */
import TokenSimulation from 'bpmn-js-token-simulation';

const TEXT = '.bts-text, .bts-header, .bts-entry, .bts-notification';

export class SimulationTexts {
  static $inject = [ 'canvas', 'eventBus', 'translate' ];

  constructor(canvas, eventBus, translate) {
    this.translate = translate;
    eventBus.on('diagram.init', () => {
      const container = canvas.getContainer();
      new MutationObserver(() => this.apply(container)).observe(container, { childList: true, subtree: true });
      this.apply(container);
    });
  }

  apply(container) {
    for (const element of container.querySelectorAll('[class*="bts-"][title], .djs-overlays .bts-context-pad[title]')) {
      this.attribute(element, 'title');
    }
    for (const element of container.querySelectorAll(TEXT)) {
      for (const node of element.childNodes) {
        const text = node.nodeType === Node.TEXT_NODE ? node.data.trim() : '';
        const said = text && this.translate(text);
        if (said && said !== text) {
          node.data = said;
        }
      }
    }
  }

  attribute(element, name) {
    const text = element.getAttribute(name);
    const said = this.translate(text);
    if (said !== text) {
      element.setAttribute(name, said);
    }
  }
}

export default {
  __depends__: [ TokenSimulation ],
  __init__: [ 'simulationTexts' ],
  simulationTexts: [ 'type', SimulationTexts ]
};
