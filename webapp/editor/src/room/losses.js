/**
 * What a file holds that its editor could not write again. The editor's own library has read the file and written it anew: the
 * two are compared, and what is missing or says something else would be lost by saving.
 */
const ID = /^([a-z][\w-.]*:)?[a-z_][\w-.]*$/i; // as the library takes ids
const PICTURE = /\/(DI|DC|DMNDI)\/?$/; // namespaces of where things stand, not of what they are
const SAID_BY_FLOWS = new Set([ 'incoming', 'outgoing' ]);
const FLOWS = new Set([ 'sequenceFlow', 'messageFlow', 'association' ]);
const SCHEMA = 'http://www.w3.org/2001/XMLSchema-instance';
const NAMESPACES = 'http://www.w3.org/2000/xmlns/';
const MOST = 20;

function parsed(text) {
  return new DOMParser().parseFromString(text, 'application/xml').documentElement;
}

function keyOf(element) {
  const text = element.children.length ? '' : element.textContent.trim();
  return [ element.namespaceURI, element.localName, element.getAttribute('id') ?? text ].join(' ');
}

function byKey(root) {
  const found = new Map();
  for (const element of [ root, ...root.getElementsByTagName('*') ]) {
    const key = keyOf(element);
    found.set(key, [ ...found.get(key) ?? [], element ]);
  }
  return found;
}

/** «1» and «true» say the same, «05» and «5» too. */
function same(one, other) {
  const plain = value => ({ 1: 'true', 0: 'false' })[value.trim()] ?? value.trim();
  return plain(one) === plain(other) || one.trim() !== '' && Number(one) === Number(other);
}

class Comparison {
  constructor(original, written, unresolved) {
    this.root = parsed(original);
    this.left = byKey(parsed(written));
    this.unresolved = new Set(unresolved.map(({ property, value }) => `${property} ${value}`));
    this.ids = new Map();
    for (const element of this.root.getElementsByTagName('*')) {
      const id = element.getAttribute('id');
      this.ids.set(id, (this.ids.get(id) ?? 0) + 1);
    }
  }

  * found(element = this.root) {
    if (PICTURE.test(element.namespaceURI) || SAID_BY_FLOWS.has(element.localName) || this.isUnresolved(element.localName, element.textContent)) {
      return;
    }
    const again = this.left.get(keyOf(element))?.shift();
    if (!again) {
      yield { why: this.why(element), ...about(element) };
      return;
    }
    yield* this.changed(element, again);
    for (const child of element.children) {
      yield* this.found(child);
    }
  }

  isUnresolved(name, value) {
    return this.unresolved.has(`${name} ${value.trim()}`);
  }

  why(element) {
    const id = element.getAttribute('id');
    if (id && this.ids.get(id) > 1) {
      return 'duplicate';
    }
    return id && !ID.test(id) ? 'id' : 'unknown';
  }

  * changed(element, again) {
    for (const { namespaceURI, localName, value } of element.attributes) {
      const other = again.getAttributeNS(namespaceURI, localName);
      const comparable = other !== null && namespaceURI !== SCHEMA && namespaceURI !== NAMESPACES;
      if (comparable && !same(value, other) && !this.isUnresolved(localName, value)) {
        yield { why: 'changed', ...about(element), attribute: localName, value, other };
      }
    }
  }
}

function about(element) {
  return { tag: element.localName, id: element.getAttribute('id') ?? '', name: element.getAttribute('name') ?? '' };
}

/** References that lead nowhere, from the library's warnings; those of the picture and what flows say anyway left out. */
function danglingIn(warnings) {
  return warnings.filter(warning => warning.element && warning.property && /^unresolved/.test(warning.message)).map(({ element, property, value }) => {
    const [ prefix, type ] = element.$type.split(':');
    const tag = type[0].toLowerCase() + type.slice(1);
    const end = element.sourceRef ?? element.targetRef; // of a flow that has lost the other
    return {
      why: 'dangling', picture: /di$/.test(prefix), tag, id: element.id ?? '', name: element.name ?? '', property: property.split(':').pop(), value,
      end: end?.name || end?.id || ''
    };
  }).filter(({ picture, property }) => !picture && !SAID_BY_FLOWS.has(property));
}

const SENTENCES = {
  duplicate: '{what}: the id «{id}» is used twice in the file, so this one is left out. Change one of the two ids.',
  id: '{what}: the editor cannot keep the id «{id}», so the element is left out. An id has letters without accents, digits, - _ . and begins with a letter.',
  unknown: '{what}: the editor does not know this, and leaves it out.',
  changed: '{what}: «{attribute}» is «{value}» in the file and would be written as «{other}».',
  dangling: '{what}: «{property}» names «{value}», which is not in the file. It is left empty.',
  halfLoose: '{what} at «{end}»: the flow joins «{value}», which is not in the file, so the flow is left out. Draw it anew.',
  loose: '{what}: the flow joins «{value}», which is not in the file, so the flow is left out. Draw it anew.'
};

/** «Name» and what kind of thing it is, as far as the language has a word for it. */
function what({ tag, name, id }, translate) {
  const kind = tag[0].toUpperCase() + tag.slice(1).replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
  const said = translate.knows(kind) ? translate(kind) : `<${tag}>`;
  return name || id ? `«${name || id}» (${said})` : said;
}

/** `warnings` are those of reading `original`, `written` what came out; a sentence for each loss, [] if nothing would be lost. */
export function losses(original, written, warnings, translate) {
  const dangling = danglingIn(warnings);
  const found = [ ...new Comparison(original, written, dangling).found(), ...dangling ];
  const said = found.slice(0, MOST).map(loss => {
    const flow = loss.why === 'dangling' && FLOWS.has(loss.tag);
    const why = flow ? loss.end ? 'halfLoose' : 'loose' : loss.why;
    return translate(SENTENCES[why], { ...loss, what: what(loss, translate) });
  });
  return found.length > MOST ? [ ...said, translate('And {n} more.', { n: found.length - MOST }) ] : said;
}

/** Remarks in the XML are for its reader only; the editors write none. */
export function commentNotes(text, translate) {
  const n = text.match(/<!--/g)?.length;
  return n ? [ translate('The file holds comments ({n}): they are not kept when it is saved.', { n }) ] : [];
}
