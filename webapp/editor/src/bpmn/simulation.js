/**
 * Token simulation for the look of it, switched by the room's own button, which a keyboard reaches. The
 * library writes English into the page: what it writes is translated as it appears.
 */
import TokenSimulation from 'bpmn-js-token-simulation';

const ATTRIBUTES = '[class*="bts-"][title]';
const TEXTS = '.bts-header, .bts-entry.placeholder';

const MARKUP = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

function plain(text) {
  return text.replace(/[&<>"']/g, sign => MARKUP[sign]);
}

/** Sentences with a name in them, as the library puts them together. */
const NAMED = [
  [ /^(?!Process |SubProcess )(.+) (started|finished|canceled)$/, ([ , name, what ]) => [ `{name} ${what}`, { name } ] ],
  [ /^Focus process instance (.+)$/, ([ , id ]) => [ 'Focus process instance {id}', { id } ] ]
];

export class SimulationTexts {
  static $inject = [ 'canvas', 'eventBus', 'translate', 'log', 'notifications' ];

  constructor(canvas, eventBus, translate, log, notifications) {
    this.translate = translate;
    this.wrap(log, 'log');
    this.wrap(notifications, 'showNotification');
    eventBus.on('diagram.init', () => {
      const container = canvas.getContainer();
      new MutationObserver(() => this.apply(container)).observe(container, { childList: true, subtree: true });
      this.apply(container);
    });
  }

  /** The library writes an element's name as markup: here it is text. */
  wrap(service, method) {
    const original = service[method].bind(service);
    service[method] = options => original(options.plain ? options
      : { ...options, plain: true, text: plain(this.sentence(options.text)) });
  }

  apply(container) {
    for (const element of container.querySelectorAll(ATTRIBUTES)) {
      this.said(element.title, text => element.title = text);
    }
    for (const element of container.querySelectorAll(TEXTS)) {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE && node.data.trim()) {
          this.said(node.data.trim(), text => node.data = text);
        }
      }
    }
  }

  sentence(text) {
    for (const [ pattern, parts ] of NAMED) {
      const found = text.match(pattern);
      if (found) {
        return this.translate(...parts(found));
      }
    }
    return this.translate(text);
  }

  said(text, write) {
    const translated = this.sentence(text);
    if (translated !== text) {
      write(translated);
    }
  }
}

export default {
  __depends__: [ TokenSimulation ],
  __init__: [ 'simulationTexts' ],
  simulationTexts: [ 'type', SimulationTexts ]
};
