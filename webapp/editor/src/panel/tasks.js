/** Who or what does a task: people, services, scripts, decisions, called processes. */
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { attribute, itself, named, ours } from './access.js';
import { echo } from './echo.js';
import { field } from './fields.js';
import { mappings } from './lists.js';

export function person(element, choices) {
  const due = attribute('dondoc:due');
  return [
    field('choice', element, {
      id: 'dondoc-role', label: 'Role', must: true, codes: true, none: 'Choose a role', access: attribute('dondoc:role'), options: () => choices.roles
    }),
    field('choice', element, {
      id: 'dondoc-form', label: 'Form', must: true, codes: true, none: 'Choose a form', access: attribute('dondoc:form'), options: () => choices.forms
    }),
    field('feel', element, {
      id: 'dondoc-form-from', label: 'Another form, by an expression', access: attribute('dondoc:formFrom'),
      help: 'A text with a form’s name; empty: the form above.'
    }),
    field('feel', element, { id: 'dondoc-due', label: 'Due', access: due }),
    echo(element, 'dondoc-due-echo', due, () => 'timeDate'),
    field('choice', element, {
      id: 'dondoc-when-replaced', label: 'When the unit is replaced', none: 'pass on to the successor (default)',
      access: attribute('dondoc:whenReplaced'), options: () => choices.replaced
    }),
    field('choice', element, {
      id: 'dondoc-milestone', label: 'Counts as', access: attribute('dondoc:milestone'), options: () => choices.milestones
    })
  ];
}

function inputs(element, choices) {
  const handler = itself(element).get('dondoc:handler');
  const wanted = choices.services.find(service => service.code === handler)?.inputs ?? [];
  const written = ours(element, 'dondoc:Input').map(input => input.name);
  return [ ...new Set([ ...wanted, ...written ]) ].map(name => field('feel', element, {
    id: `dondoc-input-${name}`, label: name, access: named('dondoc:Input', name),
    help: wanted.includes(name) ? undefined : 'The service does not take this: empty it.'
  }));
}

export function service(element, choices) {
  return [
    field('choice', element, {
      id: 'dondoc-handler', label: 'Service', must: true, codes: true, none: 'Choose a service', access: attribute('dondoc:handler'),
      options: () => choices.services.map(({ code, name }) => [ code, name ])
    }),
    ...inputs(element, choices)
  ];
}

const script = {
  get: element => itself(element).get('script') ?? '',
  set: (element, value, { modeling }) => modeling.updateProperties(element, { script: value || undefined, scriptFormat: 'feel' })
};

export function computing(element) {
  const format = itself(element).get('scriptFormat');
  return [
    ...format && !/^(application\/)?feel$/i.test(format.trim()) ? [ field('text', element, {
      id: 'dondoc-format', label: 'Script language', access: attribute('scriptFormat'), help: 'Only FEEL runs: write «feel».'
    }) ] : [],
    field('feel', element, { id: 'dondoc-script', label: 'Expression', access: script }),
    field('text', element, { id: 'dondoc-result', label: 'Variable for the result', access: attribute('dondoc:result') })
  ];
}

export function deciding(element, choices) {
  return [
    field('choice', element, {
      id: 'dondoc-decision', label: 'Decision', must: true, codes: true, none: 'Choose a decision', access: attribute('dondoc:decision'),
      options: () => choices.decisions
    }),
    field('text', element, { id: 'dondoc-result', label: 'Variable for the result', access: attribute('dondoc:result') })
  ];
}

function callable(element, definitions) {
  const own = itself(element);
  const around = new Set();
  for (let holder = own; holder; holder = holder.$parent) {
    around.add(holder.id);
  }
  return definitions.rootElements
    .filter(root => (is(root, 'bpmn:Process') || is(root, 'bpmn:GlobalTask')) && !around.has(root.id))
    .map(root => [ root.id, root.name || root.id ]);
}

export function calling(element, choices, definitions) {
  return [
    field('choice', element, {
      id: 'dondoc-called', label: 'Process that is called', must: true, codes: true, none: 'Choose a process', access: attribute('calledElement'),
      options: () => callable(element, definitions)
    })
  ];
}

export function callLists(element, injector) {
  return [
    mappings(element, injector, { id: 'dondoc-inputs', label: 'What it is given', type: 'dondoc:Input' }),
    mappings(element, injector, { id: 'dondoc-outputs', label: 'What it gives back', type: 'dondoc:Output' })
  ];
}
