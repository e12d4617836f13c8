/** Lists that grow: variables of a process, inputs and outputs of a call. */
import { ListGroup } from '@bpmn-io/properties-panel';

import { itself, ours, setOurs } from './access.js';
import { field } from './fields.js';

function services(injector) {
  return { modeling: injector.get('modeling'), bpmnFactory: injector.get('bpmnFactory') };
}

/** One line of a list: reads and writes `property` of our `index`-th child element. */
function at(type, of, index, property) {
  const all = element => ours(element, type, of).map(({ name, expression }) => ({ name, expression }));
  return {
    get: element => all(element)[index]?.[property] ?? '',
    set: (element, value, writing) => {
      const values = all(element);
      values[index] = { ...values[index], [property]: value || undefined };
      setOurs(element, type, values, writing, of);
    }
  };
}

function fresh(taken, stem) {
  let number = taken.length + 1;
  while (taken.includes(`${stem}${number}`)) {
    number += 1;
  }
  return `${stem}${number}`;
}

function list(element, injector, { id, label, type, of = itself, entries, stem }) {
  const found = ours(element, type, of);
  const rewrite = change => {
    const values = ours(element, type, of).map(({ name, expression }) => ({ name, expression }));
    setOurs(element, type, change(values), services(injector), of);
  };
  return {
    id,
    label: injector.get('translate')(label),
    component: ListGroup,
    add: event => {
      event.stopPropagation();
      rewrite(values => [ ...values, { name: fresh(values.map(value => value.name), stem) } ]);
    },
    items: found.map((one, index) => ({
      id: `${id}-${index}`,
      label: one.name || '',
      entries: entries(index),
      autoFocusEntry: `${id}-${index}-name`,
      remove: event => {
        event.stopPropagation();
        rewrite(values => values.filter((_, place) => place !== index));
      }
    }))
  };
}

function name(element, { id, type, of = itself }, index) {
  return field('text', element, { id: `${id}-${index}-name`, label: 'Variable', access: at(type, of, index, 'name') });
}

/** Names that the process or sub-process declares. */
export function variables(element, injector, of) {
  const about = { id: 'dondoc-variables', label: 'Variables', type: 'dondoc:Variable', of, stem: 'bien' };
  return list(element, injector, { ...about, entries: index => [ name(element, about, index) ] });
}

/** Names with an expression each. */
export function mappings(element, injector, { id, label, type }) {
  const about = { id, label, type, stem: 'bien' };
  return list(element, injector, {
    ...about,
    entries: index => [
      name(element, about, index),
      field('feel', element, {
        id: `${id}-${index}-expression`, label: 'Expression', access: at(type, itself, index, 'expression')
      })
    ]
  });
}
