/** Who or what does a task: people, services, scripts, decisions, called processes. */
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { attribute, itself, named, ours } from './access.js';
import { echo } from './echo.js';
import { field } from './fields.js';
import { mappings } from './lists.js';

const INPUTS = {
  announcedOn: 'Announced on',
  answer: 'Answer',
  audience: 'Who is told',
  conclusion: 'Conclusion',
  document: 'Document',
  findings: 'Findings',
  issuedOn: 'Date of issue',
  kind: 'Kind of notice',
  limit: 'Days it may last',
  minutes: 'Minutes',
  minutesOn: 'Date of the minutes',
  newDay: 'New deadline',
  note: 'Note',
  number: 'Number',
  outcome: 'Outcome',
  product: 'Product',
  public: 'For every unit to read',
  remarks: 'Remarks',
  remedies: 'Remedies',
  reminder: 'A reminder only',
  report: 'Report',
  rung: 'Rung',
  summary: 'Summary',
  symbol: 'Symbol',
  what: 'What is late'
};
const HELP = { kind: 'The name of a notice, in quotation marks: "chua-tiep-nhan". A name of your own gives a plain sentence.' };

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

/** The text that an expression is, if it is nothing but a text. */
function textIn(expression) {
  return expression.trim().match(/^"([^"\\]*)"$/)?.[1] ?? '';
}

/** A closed set's choice, beside the field with the whole expression. */
function chosen(access, values) {
  return {
    get: element => {
      const text = textIn(access.get(element));
      return values.some(([ code ]) => code === text) ? text : '';
    },
    set: (element, value, services) => access.set(element, value && `"${value}"`, services)
  };
}

function input(element, name, values, help, translate) {
  const access = named('dondoc:Input', name);
  const said = inputLabel(name, translate);
  const expression = field('feel', element, {
    id: `dondoc-input-${name}`, access, help,
    said: values ? translate('{input}, by an expression', { input: said }) : said
  });
  return values ? [ field('choice', element, {
    id: `dondoc-input-${name}-choice`, said, codes: true, access: chosen(access, values), options: () => values,
    none: access.get(element).trim() ? 'by the expression below' : 'Choose'
  }), expression ] : [ expression ];
}

/** What the input is in the reader's language, and the name by which the guide and the findings call it. */
function inputLabel(name, translate) {
  const said = INPUTS[name];
  return said ? `${translate(said)} (${name})` : name;
}

function inputs(element, choices, translate) {
  const handler = itself(element).get('dondoc:handler');
  const found = choices.services.find(service => service.code === handler);
  const wanted = found?.inputs ?? [];
  const written = ours(element, 'dondoc:Input').map(one => one.name);
  return [ ...new Set([ ...wanted, ...written ]) ].flatMap(name => input(element, name, found?.values?.[name],
    wanted.includes(name) ? HELP[name] : 'The service does not take this: empty it.', translate));
}

export function service(element, choices, translate) {
  return [
    field('choice', element, {
      id: 'dondoc-handler', label: 'Service', must: true, codes: true, none: 'Choose a service', access: attribute('dondoc:handler'),
      options: () => choices.services.map(({ code, name }) => [ code, name ])
    }),
    ...inputs(element, choices, translate)
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
