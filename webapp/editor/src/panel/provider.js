/** Which groups an element has: bpmn.io's standard ones without what we write in FEEL, and ours. */
import { Group } from '@bpmn-io/properties-panel';
import { getBusinessObject, is, isAny } from 'bpmn-js/lib/util/ModelUtil';

import * as events from './events.js';
import * as flows from './flows.js';
import { variables } from './lists.js';
import { NamesInScope } from './names.js';
import * as tasks from './tasks.js';
import { tiers } from './tiers.js';

const AFTER = 500;
const REPLACED = new Set([ 'timer', 'multiInstance', 'adHocCompletion' ]);

function marked(element, type) {
  const marker = is(element, 'bpmn:Activity') && getBusinessObject(element).get('loopCharacteristics');
  return marker && is(marker, type);
}

const throwsLetter = element => isAny(element, [ 'bpmn:ThrowEvent', 'bpmn:SendTask' ])
  && (is(element, 'bpmn:SendTask') || events.MESSAGE(element));

/** Title, for which elements, and the group's entries. */
const GROUPS = [
  [ 'dondoc-tiers', 'Units that play it', e => is(e, 'bpmn:Participant'), tiers ],
  [ 'dondoc-person', 'Who does it', e => is(e, 'bpmn:UserTask'), (e, c) => tasks.person(e, c) ],
  [ 'dondoc-service', 'What the system does', e => is(e, 'bpmn:ServiceTask'), (e, c, t) => tasks.service(e, c, t) ],
  [ 'dondoc-script', 'Computation', e => is(e, 'bpmn:ScriptTask'), e => tasks.computing(e) ],
  [ 'dondoc-rule', 'Decision table', e => is(e, 'bpmn:BusinessRuleTask'), (e, c) => tasks.deciding(e, c) ],
  [ 'dondoc-call', 'Call', e => is(e, 'bpmn:CallActivity'), (e, c, _t, d) => tasks.calling(e, c, d) ],
  [ 'dondoc-letter', 'Letter', throwsLetter, (e, _c, t) => events.letter(e, t) ],
  [ 'dondoc-timing', 'Timer', e => is(e, 'bpmn:Event') && events.TIMER(e), (e, _c, t) => events.timer(e, t) ],
  [ 'dondoc-when', 'Condition', e => is(e, 'bpmn:Event') && events.CONDITION(e), e => events.condition(e) ],
  [ 'dondoc-flow', 'Condition', e => is(e, 'bpmn:SequenceFlow') && flows.mayHaveCondition(e), e => flows.flow(e) ],
  [ 'dondoc-complex', 'Condition', e => is(e, 'bpmn:ComplexGateway'), e => flows.complexGateway(e) ],
  [ 'dondoc-adhoc', 'Completion', e => is(e, 'bpmn:AdHocSubProcess'), (e, _c, t) => flows.adHoc(e, t) ],
  [ 'dondoc-loop', 'Loop', e => marked(e, 'bpmn:StandardLoopCharacteristics'), e => flows.loop(e) ],
  [ 'dondoc-many', 'Multi-instance', e => marked(e, 'bpmn:MultiInstanceLoopCharacteristics'), e => flows.instances(e) ]
];

/** Whose variables the element's page shows: a process's, a pool's process's, a sub-process's. */
function declaring(element) {
  if (is(element, 'bpmn:Participant')) {
    return getBusinessObject(element).processRef ? one => getBusinessObject(one).processRef : null;
  }
  return isAny(element, [ 'bpmn:Process', 'bpmn:SubProcess' ]) ? getBusinessObject : null;
}

export class OurProperties {
  static $inject = [ 'propertiesPanel', 'injector', 'translate', 'config.choices', 'bpmnjs' ];

  constructor(propertiesPanel, injector, translate, choices, bpmnjs) {
    Object.assign(this, { injector, translate, choices, bpmnjs });
    propertiesPanel.registerProvider(AFTER, this);
  }

  getGroups(element) {
    return groups => {
      const standard = groups.filter(group => !REPLACED.has(group.id));
      const [ general, ...others ] = standard;
      return [ general, ...this.ours(element), ...others.filter(group => group.id !== 'documentation'),
        ...others.filter(group => group.id === 'documentation') ].filter(Boolean).map(group => ({ ...group, translate: this.translate }));
    };
  }

  ours(element) {
    const made = GROUPS.filter(([ , , wanted ]) => wanted(element)).map(([ id, label, , entries ]) => ({
      id,
      label: this.translate(label),
      component: Group,
      shouldOpen: true,
      entries: entries(element, this.choices, this.translate, this.bpmnjs.getDefinitions())
    }));
    const of = declaring(element);
    return [
      ...made,
      ...is(element, 'bpmn:CallActivity') ? tasks.callLists(element, this.injector) : [],
      ...of ? [ variables(element, this.injector, of) ] : []
    ];
  }
}

export default {
  __init__: [ 'ourProperties', 'namesInScope' ],
  ourProperties: [ 'type', OurProperties ],
  namesInScope: [ 'type', NamesInScope ]
};
