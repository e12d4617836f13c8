/** What events wait for and throw: timers, conditions, letters. */
import { attribute, childExpression, eventOf } from './access.js';
import { echo } from './echo.js';
import { field } from './fields.js';

const TIMER = eventOf('bpmn:TimerEventDefinition');
const CONDITION = eventOf('bpmn:ConditionalEventDefinition');
const FORMS = [ 'timeDate', 'timeDuration', 'timeCycle' ];

function formOf(element) {
  return FORMS.find(form => TIMER(element).get(form)) ?? 'timeDate';
}

/** Choosing another kind of timer keeps what was written. */
const kind = {
  get: formOf,
  set: (element, chosen, { modeling, bpmnFactory }) => {
    const timer = TIMER(element);
    const body = timer.get(formOf(element))?.get('body');
    const made = bpmnFactory.create('bpmn:FormalExpression', { body });
    made.$parent = timer;
    const properties = Object.fromEntries(FORMS.map(form => [ form, form === chosen ? made : undefined ]));
    modeling.updateModdleProperties(element, timer, properties);
  }
};

const expression = {
  get: element => childExpression(TIMER, formOf(element)).get(element),
  set: (element, value, services) => childExpression(TIMER, formOf(element)).set(element, value, services)
};

const HELP = {
  timeDate: 'A moment: dueAt, working days before(dueAt, 7), now() + duration("P2D").',
  timeDuration: 'A length of time: P7D, PT4H, duration("P1D").',
  timeCycle: 'A repetition: R4/P1D, R/P1W.'
};

export function timer(element, translate) {
  return [
    field('choice', element, {
      id: 'dondoc-timer-form', label: 'Type', must: true, access: kind,
      options: () => [ [ 'timeDate', translate('Date') ], [ 'timeDuration', translate('Duration') ], [ 'timeCycle', translate('Cycle') ] ]
    }),
    field('feel', element, { id: 'dondoc-timer', label: 'When', access: expression, help: HELP[formOf(element)] }),
    echo(element, 'dondoc-timer-echo', expression, formOf)
  ];
}

export function condition(element) {
  return [ field('feel', element, {
    id: 'dondoc-event-condition', label: 'Condition', access: childExpression(CONDITION, 'condition')
  }) ];
}

/** A letter that is thrown: to which units, about which directive. */
export function letter(element, translate) {
  return [
    field('feel', element, {
      id: 'dondoc-recipients', label: 'Recipients', access: attribute('dondoc:recipients'),
      help: 'Units: directive.recipients, children(unit, "xa"), superior(unit).'
    }),
    field('choice', element, {
      id: 'dondoc-directive', label: 'About which directive', none: 'the one it runs for (default)',
      access: attribute('dondoc:directive'),
      options: () => [ [ 'own', translate('the one it runs for') ], [ 'issued', translate('the one issued in its course') ] ]
    })
  ];
}

export { TIMER, CONDITION };
export const MESSAGE = eventOf('bpmn:MessageEventDefinition');
