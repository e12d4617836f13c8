/**
 * Drawing without a mouse: N or A adds an element after the selected one (or in the middle of what is
 * seen), K joins the selected one to another. Both are menus that arrows, typing and Enter work.
 */
import { getLabel } from 'bpmn-js/lib/features/label-editing/LabelUtil';
import { is } from 'bpmn-js/lib/util/ModelUtil';

const ABOVE = 1500; // before bpmn-js's own keys

const ELEMENTS = [
  [ 'bpmn:UserTask', 'User task', 'bpmn-icon-user-task' ],
  [ 'bpmn:ServiceTask', 'Service task', 'bpmn-icon-service-task' ],
  [ 'bpmn:StartEvent', 'Start event', 'bpmn-icon-start-event-none' ],
  [ 'bpmn:EndEvent', 'End event', 'bpmn-icon-end-event-none' ],
  [ 'bpmn:ExclusiveGateway', 'Exclusive gateway', 'bpmn-icon-gateway-xor' ],
  [ 'bpmn:ParallelGateway', 'Parallel gateway', 'bpmn-icon-gateway-parallel' ],
  [ 'bpmn:InclusiveGateway', 'Inclusive gateway', 'bpmn-icon-gateway-or' ],
  [ 'bpmn:IntermediateCatchEvent', 'Timer intermediate catch event', 'bpmn-icon-intermediate-event-catch-timer',
    { eventDefinitionType: 'bpmn:TimerEventDefinition' } ],
  [ 'bpmn:IntermediateCatchEvent', 'Message intermediate catch event', 'bpmn-icon-intermediate-event-catch-message',
    { eventDefinitionType: 'bpmn:MessageEventDefinition' } ],
  [ 'bpmn:IntermediateThrowEvent', 'Message intermediate throw event', 'bpmn-icon-intermediate-event-throw-message',
    { eventDefinitionType: 'bpmn:MessageEventDefinition' } ],
  [ 'bpmn:ScriptTask', 'Script task', 'bpmn-icon-script-task' ],
  [ 'bpmn:BusinessRuleTask', 'Business rule task', 'bpmn-icon-business-rule-task' ],
  [ 'bpmn:SubProcess', 'Sub-process (expanded)', 'bpmn-icon-subprocess-expanded', { isExpanded: true } ]
];
const BOUNDARY = [ 'bpmn:BoundaryEvent', 'Timer boundary event (non-interrupting)', 'bpmn-icon-intermediate-event-catch-non-interrupting-timer',
  { eventDefinitionType: 'bpmn:TimerEventDefinition', cancelActivity: false } ];

export class Drawing {
  static $inject = [
    'popupMenu', 'keyboard', 'eventBus', 'selection', 'canvas', 'elementFactory', 'elementRegistry', 'autoPlace', 'modeling', 'rules', 'translate', 'directEditing'
  ];

  constructor(popupMenu, keyboard, eventBus, selection, canvas, elementFactory, elementRegistry, autoPlace, modeling, rules, translate, directEditing) {
    Object.assign(this, { popupMenu, selection, canvas, elementFactory, elementRegistry, autoPlace, modeling, rules, translate, directEditing });
    popupMenu.registerProvider('dondoc-add', { getPopupMenuEntries: target => this.additions(target) });
    popupMenu.registerProvider('dondoc-join', { getPopupMenuEntries: target => this.ends(target) });
    eventBus.on([ 'directEditing.complete', 'directEditing.cancel' ], () => this.named());
    keyboard.addListener(ABOVE, ({ keyEvent }) => this.pressed(keyEvent));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return undefined;
    }
    const key = event.key.toLowerCase();
    const [ selected ] = this.selection.get();
    if (key === 'n' || key === 'a') {
      return this.menu('dondoc-add', selected ?? this.canvas.getRootElement(), 'Add an element', event);
    }
    if (key === 'k' && selected) {
      return this.menu('dondoc-join', selected, 'Join to', event);
    }
    return undefined;
  }

  /** The box in which a name was written goes, and the keyboard with it: the drawing gets it back. */
  named() {
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        this.canvas.focus();
      }
    });
  }

  menu(provider, target, title, event) {
    event.preventDefault();
    const box = this.canvas.getContainer().getBoundingClientRect();
    const { x, y } = this.middle(target);
    const viewbox = this.canvas.viewbox();
    const at = { x: box.left + (x - viewbox.x) * viewbox.scale, y: box.top + (y - viewbox.y) * viewbox.scale };
    const position = {
      x: Math.min(Math.max(at.x, box.left + 20), box.right - 320),
      y: Math.min(Math.max(at.y, box.top + 20), box.bottom - 300)
    };
    this.popupMenu.open(target, provider, position, { title: this.translate(title), width: 320, search: true });
    return true;
  }

  /** The middle of an element, or of what is seen. */
  middle(target) {
    const { x, y, width, height } = 'x' in target ? target : this.canvas.viewbox();
    return { x: x + width / 2, y: y + height / 2 };
  }

  additions(target) {
    const choices = is(target, 'bpmn:Activity') ? [ ...ELEMENTS, BOUNDARY ] : ELEMENTS;
    return Object.fromEntries(choices.map(([ type, label, className, options ], index) => [ `add-${index}`, {
      label: this.translate(label),
      className,
      action: () => this.add(target, type, options)
    } ]));
  }

  add(target, type, options) {
    const shape = this.elementFactory.createShape({ type, ...options });
    this.popupMenu.close();
    if (is(target, 'bpmn:FlowNode') && !is(target, 'bpmn:EndEvent') && ![ 'bpmn:StartEvent', 'bpmn:BoundaryEvent' ].includes(type)) {
      this.autoPlace.append(target, shape); // which asks for its name
      return;
    }
    if (type === 'bpmn:BoundaryEvent') {
      const at = { x: target.x + target.width - 30, y: target.y + target.height };
      this.modeling.createShape(shape, at, target, { attach: true });
    } else {
      const parent = is(target, 'bpmn:FlowNode') ? target.parent : target;
      this.modeling.createShape(shape, this.free(parent), parent);
    }
    this.selection.select(shape);
    this.directEditing.activate(shape);
  }

  /** A place in the middle where nothing stands yet, going right. */
  free(parent) {
    const at = this.middle(parent);
    const taken = () => (parent.children ?? []).some(one => 'width' in one
      && Math.abs(one.x + one.width / 2 - at.x) < 120 && Math.abs(one.y + one.height / 2 - at.y) < 90);
    while (taken()) {
      at.x += 150;
    }
    return at;
  }

  ends(source) {
    const others = this.elementRegistry.filter(one => one !== source && !one.labelTarget && !one.waypoints
      && this.rules.allowed('connection.create', { source, target: one }));
    return Object.fromEntries(others.map(one => [ `join-${one.id}`, {
      label: getLabel(one) || one.id,
      description: this.translate(one.type.split(':')[1].replace(/\B[A-Z]/g, ' $&')),
      action: () => {
        this.popupMenu.close();
        this.modeling.connect(source, one);
        this.canvas.focus();
      }
    } ]));
  }
}

export default { __init__: [ 'drawing' ], drawing: [ 'type', Drawing ] };
