/** Where tokens go on, and how often: conditions, gateways, loops, many instances. */
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { childExpression, itself, partAttribute } from './access.js';
import { field } from './fields.js';

const CONDITIONED = [ 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ComplexGateway', 'bpmn:Activity' ];
const marker = element => itself(element).get('loopCharacteristics');

export function mayHaveCondition(flow) {
  const source = itself(flow).sourceRef;
  return source && source.default !== itself(flow) && CONDITIONED.some(type => is(source, type));
}

export function flow(element) {
  return [ field('feel', element, {
    id: 'dondoc-condition', label: 'Condition', access: childExpression(itself, 'conditionExpression'),
    help: 'True or false, as decision = "accept".'
  }) ];
}

export function complexGateway(element) {
  return [ field('feel', element, {
    id: 'dondoc-activation', label: 'Goes on when', access: childExpression(itself, 'activationCondition'),
    help: 'As activationCount >= 2.'
  }) ];
}

export function adHoc(element, translate) {
  const itsOwn = name => partAttribute(itself, name);
  return [
    field('feel', element, {
      id: 'dondoc-completion', label: 'Completion condition', access: childExpression(itself, 'completionCondition')
    }),
    field('choice', element, {
      id: 'dondoc-ordering', label: 'Order', none: 'all at once (default)', access: itsOwn('ordering'),
      options: () => [ [ 'Parallel', translate('all at once') ], [ 'Sequential', translate('one after another') ] ]
    }),
    field('tick', element, {
      id: 'dondoc-cancel-remaining', label: 'Cancel remaining instances',
      access: {
        get: one => itself(one).get('cancelRemainingInstances') !== false,
        set: (one, value, { modeling }) => modeling.updateProperties(one, { cancelRemainingInstances: value })
      }
    })
  ];
}

export function loop(element) {
  return [
    field('feel', element, {
      id: 'dondoc-loop', label: 'Repeat while', access: childExpression(marker, 'loopCondition')
    }),
    field('text', element, {
      id: 'dondoc-loop-most', label: 'At most so often',
      access: {
        get: one => String(marker(one).get('loopMaximum') ?? ''),
        set: (one, value, { modeling }) => modeling.updateModdleProperties(one, marker(one), {
          loopMaximum: /^\d{1,9}$/.test(value ?? '') ? Number(value) : undefined
        })
      }
    }),
    field('tick', element, {
      id: 'dondoc-loop-before', label: 'Ask before the first time',
      access: {
        get: one => marker(one).get('testBefore') === true,
        set: (one, value, { modeling }) => modeling.updateModdleProperties(one, marker(one), { testBefore: value })
      }
    })
  ];
}

/** A variable that each instance has for itself. */
function item(name) {
  return {
    get: element => marker(element).get(name)?.name ?? '',
    set: (element, value, { modeling, bpmnFactory }) => {
      const holder = marker(element);
      const before = holder.get(name);
      const made = value ? bpmnFactory.create('bpmn:DataInput', { name: value }) : undefined;
      if (made) {
        made.id = before?.id ?? made.id;
        made.$parent = holder;
      }
      modeling.updateModdleProperties(element, holder, { [name]: made });
    }
  };
}

export function instances(element) {
  return [
    field('feel', element, {
      id: 'dondoc-collection', label: 'For each of the list', access: partAttribute(marker, 'dondoc:collection')
    }),
    field('text', element, { id: 'dondoc-item', label: 'Each one is called', access: item('inputDataItem') }),
    field('feel', element, {
      id: 'dondoc-cardinality', label: 'Or so many times', access: childExpression(marker, 'loopCardinality')
    }),
    field('feel', element, {
      id: 'dondoc-instances-completion', label: 'Enough when', access: childExpression(marker, 'completionCondition')
    })
  ];
}
