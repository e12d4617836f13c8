/** What a file from another tool holds that only that tool understands. It is kept, and named to the designer. */
const OURS = new Set([ 'bpmn', 'bpmndi', 'dc', 'di', 'dondoc', 'xsi', 'xmlns', 'xml', 'bioc', 'color' ]);

function prefixOf(name) {
  const [ prefix, local ] = name.split(':');
  return local && !OURS.has(prefix) ? prefix : '';
}

export function* walk(element, seen) {
  if (!element || typeof element !== 'object' || seen.has(element)) {
    return;
  }
  seen.add(element);
  yield element;
  for (const property of element.$descriptor?.properties ?? []) {
    if (property.isReference || property.isAttr) {
      continue;
    }
    const value = element.get(property.name);
    for (const child of Array.isArray(value) ? value : [ value ]) {
      yield* walk(child, seen);
    }
  }
}

/** Prefix of the other tool → at how many places it occurs. */
export function foreignIn(definitions) {
  const found = new Map();
  const count = prefix => prefix && found.set(prefix, (found.get(prefix) ?? 0) + 1);
  for (const element of walk(definitions, new Set())) {
    if (element.$type) {
      count(prefixOf(element.$type));
    }
    for (const name of Object.keys(element.$attrs ?? {})) {
      count(name.startsWith('xmlns') ? '' : prefixOf(name));
    }
  }
  return found;
}

/** The same as sentences. */
export function foreignNotes(definitions, translate) {
  return [ ...foreignIn(definitions) ].map(([ tool, n ]) => translate(
    'The file holds «{tool}» extensions of another tool ({n} places): they are kept, and do nothing here.', { tool, n }
  ));
}

const DRAWN = [ 'bpmn:FlowNode', 'bpmn:Participant', 'bpmn:SequenceFlow', 'bpmn:MessageFlow' ];

/** Elements that the file describes but its drawing does not show. */
export function undrawnNotes(definitions, registry, translate) {
  const missing = [];
  for (const element of walk(definitions, new Set())) {
    const drawable = DRAWN.some(type => element.$instanceOf?.(type));
    if (drawable && !registry.get(element.id)) {
      missing.push(element.name || element.id);
    }
  }
  return missing.length
    ? [ translate('{n} elements of the file are not drawn in it: {names}. They are kept and checked, but cannot be selected.',
      { n: missing.length, names: missing.slice(0, 10).join(', ') }) ]
    : [];
}

/** Places where the file's picture does not fit its elements: bpmn-js leaves these parts of the picture out. */
export function pictureNotes(warnings, translate) {
  const n = warnings.filter(({ message }) => /^(no bpmnElement|multiple DI|correcting missing)/.test(message)).length;
  return n ? [ translate('Parts of the picture in the file fit none of its elements ({n}): they are left out.', { n }) ] : [];
}
