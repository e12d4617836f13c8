/** A form's JSON as it is edited: every change leaves a state to go back to. What we do not know in it is kept. */
const DEEPEST = 100;
const NUMBERS = [ 'integer', 'decimal' ];
const TEXTS = [ 'text', 'textarea' ];
export const TYPES = [ 'text', 'textarea', 'integer', 'decimal', 'date', 'choice', 'boolean' ];

/** Which keys a field of a type may have (`adapters/forms.py`, which has the last word). */
export const ONLY = { options: [ 'choice' ], max_length: TEXTS, min: NUMBERS, max: NUMBERS, unit: NUMBERS };

export class FormModel {
  constructor(text) {
    const data = JSON.parse(text);
    if (!data || typeof data !== 'object' || !Array.isArray(data.fields)
      || !data.fields.every(field => field && typeof field === 'object')) {
      throw new Error('«fields» must be a list');
    }
    this.data = data;
    this.before = [];
    this.after = [];
  }

  get fields() {
    return this.data.fields;
  }

  text() {
    return `${JSON.stringify(this.data, null, 2)}\n`;
  }

  /** Remember the present state; changes of the same `what` in a row are one step. */
  step(what) {
    if (what && what === this.last) {
      return;
    }
    this.last = what;
    this.before.push(this.text());
    this.before.splice(0, this.before.length - DEEPEST);
    this.after = [];
  }

  undo() {
    return this.travel(this.before, this.after);
  }

  redo() {
    return this.travel(this.after, this.before);
  }

  travel(from, to) {
    const state = from.pop();
    if (state === undefined) {
      return false;
    }
    to.push(this.text());
    this.data = JSON.parse(state);
    this.last = null;
    return true;
  }

  /** Write one key of an object of the form; undefined or '' takes the key away. */
  write(holder, key, value) {
    this.step(`${this.fields.indexOf(holder)}.${key}`);
    if (value === undefined || value === '') {
      delete holder[key];
    } else {
      holder[key] = value;
    }
  }

  /** Write one language of a text; both empty takes an optional text away. */
  say(holder, key, language, value, optional = false) {
    this.step(`${this.fields.indexOf(holder)}.${key}.${language}`);
    const words = { vi: '', en: '', ...holder[key], [language]: value };
    if (optional && !words.vi && !words.en) {
      delete holder[key];
    } else {
      holder[key] = words;
    }
  }

  /** Another type: keys that it may not have go. */
  retype(field, type) {
    this.step();
    field.type = type;
    for (const [ key, types ] of Object.entries(ONLY)) {
      if (!types.includes(type)) {
        delete field[key];
      }
    }
    if (type === 'choice' && !field.options?.length) {
      field.options = [ this.option([]) ];
    }
  }

  option(taken) {
    return { value: fresh(taken.map(one => one.value), 'muc'), label: { vi: '', en: '' } };
  }

  add(type) {
    this.step();
    const field = { name: fresh(this.fields.map(one => one.name), 'cau'), type, label: { vi: '', en: '' }, required: false };
    if (type === 'choice') {
      field.options = [ this.option([]) ];
    }
    this.fields.push(field);
    return this.fields.length - 1;
  }

  /** Move an item of a list by one; its new place. */
  move(list, index, by) {
    const to = index + by;
    if (to < 0 || to >= list.length) {
      return index;
    }
    this.step();
    list.splice(to, 0, ...list.splice(index, 1));
    return to;
  }

  remove(list, index) {
    this.step();
    list.splice(index, 1);
  }
}

function fresh(taken, stem) {
  let number = taken.length + 1;
  while (taken.includes(`${stem}${number}`)) {
    number += 1;
  }
  return `${stem}${number}`;
}
