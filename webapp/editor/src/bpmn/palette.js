import { is } from 'bpmn-js/lib/util/ModelUtil';

/** After bpmn-js's own providers (1000), so that these see what was offered. */
const AFTER = 500;

/** What is only a decoration here and would promise more than it does. */
const NOT_OFFERED = [ 'toggle-participant-multiplicity' ];

function without(entries, unwanted) {
  return Object.fromEntries(Object.entries(entries).filter(([ id ]) => !unwanted(id)));
}

/** The tools at the left: people and services first, not the task that nobody does. */
export class OurPalette {
  static $inject = [ 'palette', 'create', 'elementFactory', 'translate' ];

  constructor(palette, create, elementFactory, translate) {
    Object.assign(this, { create, elementFactory, translate });
    palette.registerProvider(AFTER, this);
  }

  getPaletteEntries() {
    return entries => {
      const found = {};
      for (const [ id, entry ] of Object.entries(entries)) {
        if (id === 'create.task') {
          found['create.user-task'] = this.tool('bpmn:UserTask', 'bpmn-icon-user-task', 'Create user task');
          found['create.service-task'] = this.tool('bpmn:ServiceTask', 'bpmn-icon-service-task', 'Create service task');
        } else {
          found[id] = entry;
        }
      }
      return found;
    };
  }

  tool(type, className, title) {
    const begin = event => this.create.start(event, this.elementFactory.createShape({ type }));
    return { group: 'activity', className, title: this.translate(title), action: { dragstart: begin, click: begin } };
  }
}

/** The menu «change element», without what the server would refuse in this file. */
export class OurMenu {
  static $inject = [ 'popupMenu', 'bpmnjs' ];

  constructor(popupMenu, bpmnjs) {
    this.bpmnjs = bpmnjs;
    popupMenu.registerProvider('bpmn-replace', AFTER, this);
  }

  getPopupMenuEntries() {
    return entries => without(entries, id => id === 'replace-with-call-activity' && !this.callable());
  }

  getPopupMenuHeaderEntries() {
    return entries => without(entries, id => NOT_OFFERED.includes(id));
  }

  /** A call activity calls a process or a global task of its own file: with one process there is none. */
  callable() {
    const roots = this.bpmnjs.getDefinitions()?.rootElements ?? [];
    return roots.filter(root => is(root, 'bpmn:Process') || is(root, 'bpmn:GlobalTask')).length > 1;
  }
}

/** The pad beside the selected element appends a person's task where bpmn-js would append an abstract one. */
export class OurPad {
  static $inject = [ 'contextPad', 'autoPlace', 'create', 'elementFactory', 'translate' ];

  constructor(contextPad, autoPlace, create, elementFactory, translate) {
    Object.assign(this, { autoPlace, create, elementFactory, translate });
    contextPad.registerProvider(AFTER, this);
  }

  getContextPadEntries() {
    return entries => {
      if (entries['append.append-task']) {
        const shape = () => this.elementFactory.createShape({ type: 'bpmn:UserTask' });
        entries['append.append-task'] = {
          group: 'model',
          className: 'bpmn-icon-user-task',
          title: this.translate('Append user task'),
          action: {
            click: (_event, source) => this.autoPlace.append(source, shape()),
            dragstart: (event, source) => this.create.start(event, shape(), { source })
          }
        };
      }
      return entries;
    };
  }
}

/** What a new element needs before it can run at all, written as soon as it is drawn. */
export class OurDefaults {
  static $inject = [ 'eventBus' ];

  constructor(eventBus) {
    eventBus.on([ 'shape.added', 'root.added' ], AFTER, ({ element }) => this.fresh(element));
    // What a listener returns would take the place of the file: these return nothing.
    eventBus.on('import.parse.start', () => {
      this.importing = true;
    });
    eventBus.on('import.done', () => {
      this.importing = false;
    });
  }

  fresh(element) {
    const own = element.businessObject;
    if (this.importing || !own) {
      return;
    }
    const process = is(own, 'bpmn:Participant') ? own.processRef : own;
    if (process && is(process, 'bpmn:Process') && process.isExecutable === undefined) {
      process.isExecutable = true;
    }
    if (is(own, 'bpmn:ScriptTask') && !own.scriptFormat) {
      own.scriptFormat = 'feel';
    }
  }
}

export default {
  __init__: [ 'ourPalette', 'ourMenu', 'ourPad', 'ourDefaults' ],
  ourPalette: [ 'type', OurPalette ],
  ourMenu: [ 'type', OurMenu ],
  ourPad: [ 'type', OurPad ],
  ourDefaults: [ 'type', OurDefaults ]
};
