/** Decision tables in a draft's room: dmn-js, with tabs that a keyboard reaches. */
import { DmnModdle } from 'dmn-moddle';
import DmnModeler from 'dmn-js/lib/Modeler';

import { commentNotes, losses } from '../room/losses.js';
import { told } from '../room/reasons.js';
import { tabs } from './tabs.js';

const TYPES = [ 'string', 'boolean', 'number', 'date', 'time', 'dateTime', 'dayTimeDuration', 'yearMonthDuration', 'Any' ];
/** Only FEEL runs: no other language is offered. */
const FEEL = { options: [ { value: 'feel', label: 'FEEL' } ], defaults: { editor: 'feel' } };

const OTHER_VERSIONS = /https?:\/\/www\.omg\.org\/spec\/DMN\/(?:20180521|20211108|20230324)\/(MODEL|DMNDI)\//g;

/** The file in the only version that dmn-js reads: what was added later is told as lost. */
function current(text) {
  return text.replace(OTHER_VERSIONS, 'https://www.omg.org/spec/DMN/20191111/$1/');
}

/** What dmn-js writes without asking for a translation. */
function said(place, translate) {
  for (const element of place.querySelectorAll('[title^="Move "], [title="Remove item"], [title$=": undefined"]')) {
    element.title = element.title.endsWith(': undefined') ? element.title.replace(/: undefined$/, '') : translate(element.title);
  }
  for (const cell of place.querySelectorAll('.output-name, .input-expression')) {
    const empty = translate(cell.matches('.output-name') ? 'Output' : 'Input');
    if (cell.dataset.empty !== empty) {
      cell.dataset.empty = empty;
    }
  }
}

export class Tables {
  constructor(host, translate) {
    this.translate = translate;
    this.canvas = host.querySelector('[data-canvas]');
    this.shown = false;
    const stack = act => () => this.modeler.getActiveViewer()?.get('commandStack')[act]();
    this.acts = { undo: stack('undo'), redo: stack('redo') };
    this.changed = () => {};
    this.heard = new WeakSet();
    const view = { additionalModules: [ { translate: [ 'value', translate ] } ] };
    this.tabs = document.createElement('div');
    this.place = document.createElement('div');
    this.place.className = 'dd-dmn-place';
    this.canvas.append(this.tabs, this.place);
    this.modeler = new DmnModeler({
      container: this.place,
      common: { expressionLanguages: FEEL, dataTypes: TYPES },
      drd: view,
      decisionTable: view,
      literalExpression: view,
      boxedExpression: view
    });
    this.modeler.on('views.changed', () => this.viewed());
    new MutationObserver(() => said(this.place, translate)).observe(this.place, { childList: true, subtree: true });
    this.place.addEventListener('focusin', ({ target }) => this.entered(target));
  }

  async open(text) {
    this.shown = false;
    const file = current(text);
    await this.modeler.importXML(file, { open: false });
    const views = this.modeler.getViews();
    const table = views.find(view => view.type === 'decisionTable') ?? views[0];
    if (!table) {
      throw told(this.translate('the file holds no decision.'));
    }
    await this.modeler.open(table);
    this.shown = true;
    return [
      ...file === text ? [] : [ this.translate('The file was written in another version of DMN: it is saved as DMN 1.3.') ],
      ...commentNotes(text, this.translate)
    ];
  }

  /** What would be gone from the file once it is saved from here. */
  async losses(text) {
    const moddle = new DmnModdle();
    const file = current(text);
    const { rootElement, warnings } = await moddle.fromXML(file);
    const { xml } = await moddle.toXML(rootElement);
    return losses(file, xml, warnings, this.translate);
  }

  async text() {
    if (!this.shown) {
      throw new Error('nothing is shown');
    }
    return (await this.modeler.saveXML({ format: true })).xml;
  }

  onChange(callback) {
    this.changed = callback;
  }

  /** A cell that says «anything» (-) is written over, not behind. */
  entered(cell) {
    if (cell.isContentEditable && cell.textContent.trim() === '-') {
      setTimeout(() => getSelection().selectAllChildren(cell));
    }
  }

  /** Another view has its own commands: they are listened to once each. */
  viewed() {
    const viewer = this.modeler.getActiveViewer();
    if (viewer && !this.heard.has(viewer)) {
      this.heard.add(viewer);
      viewer.on('commandStack.changed', () => this.shown && this.changed());
    }
    tabs(this.tabs, this.modeler, this.translate);
  }

  /** The table that an element belongs to is marked at its tab. */
  show(findings) {
    const wrong = new Set(findings.map(finding => this.viewOf(finding.element)).filter(Boolean));
    for (const tab of this.tabs.querySelectorAll('[data-view]')) {
      tab.toggleAttribute('data-wrong', [ ...wrong ].some(view => view.id === tab.dataset.view));
    }
  }

  async go(id) {
    const view = this.viewOf(id);
    if (view) {
      await this.modeler.open(view);
      this.place.querySelector(`[data-element-id="${CSS.escape(id)}"], [data-row-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
      this.place.querySelector('[contenteditable], input, select')?.focus();
    }
  }

  /** The view that holds the element with this id. */
  viewOf(id) {
    const views = this.modeler.getViews();
    const holds = (element, seen) => {
      if (!element || typeof element !== 'object' || seen.has(element)) {
        return false;
      }
      seen.add(element);
      return element.id === id || (element.$descriptor?.properties ?? []).some(property => {
        const value = property.isReference ? null : element.get(property.name);
        return [ value ].flat().some(child => holds(child, seen));
      });
    };
    const exact = views.find(view => view.element.id === id);
    return exact ?? views.find(view => view.type !== 'drd' && holds(view.element, new Set()));
  }
}
