/** A form in a draft's room: its questions at the left, what an officer will see at the right. */
import { button, choice, line, make } from './controls.js';
import { FormModel, TYPES } from './model.js';
import { Preview } from './preview.js';
import { TYPE_NAMES, question } from './question.js';

export class Builder {
  constructor(host, translate) {
    this.t = translate;
    this.fields = host.querySelector('[data-fields]');
    this.preview = new Preview(host.querySelector('[data-preview]'), translate);
    this.opened = new Set(); // names of the questions that stand open
    this.changed = () => {};
    this.type = 'text';
    this.acts = { undo: () => this.travel('undo'), redo: () => this.travel('redo') };
    this.fields.addEventListener('keydown', event => this.pressed(event));
  }

  join(room) {
    this.preview.room = room;
  }

  async open(text) {
    this.model = new FormModel(text);
    this.draw();
    await this.preview.show(text);
    return [];
  }

  async text() {
    return this.model.text();
  }

  onChange(callback) {
    this.changed = callback;
  }

  /** A refused form names its field in «»: the name, where the form has such a field. */
  placeOf({ text }) {
    const named = [ ...text.matchAll(/«([^»]+)»/g) ].map(match => match[1]);
    return named.find(name => this.model.fields.some(field => field.name === name)) ?? '';
  }

  label(name) {
    return this.model.fields.find(field => field.name === name)?.label?.vi || name;
  }

  show(findings) {
    const wrong = new Set(findings.map(finding => this.placeOf(finding)));
    for (const details of this.fields.querySelectorAll('[data-field]')) {
      details.toggleAttribute('data-wrong', wrong.has(details.dataset.field));
    }
  }

  go(name) {
    const details = this.fields.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (details) {
      details.open = true;
      details.querySelector('input').focus();
    }
  }

  /** A change that leaves the page as it stands. */
  wrote(change) {
    change();
    this.preview.soon(() => this.model.text());
    this.changed();
  }

  /** A change after which the questions are drawn anew; `focus` says where the keyboard goes. */
  rebuilt(change, focus) {
    const result = change();
    this.draw();
    this.focus(...focus(result));
    this.preview.soon(() => this.model.text());
    this.changed();
  }

  travel(way) {
    if (this.model[way]()) {
      this.draw();
      this.preview.soon(() => this.model.text());
      this.changed();
    }
  }

  focus(what, index, name) {
    const item = this.fields.querySelectorAll(`[data-what="${what}"]`)[index];
    if (item?.tagName === 'DETAILS' && name !== 'up' && name !== 'down') {
      item.open = true;
    }
    const wanted = item?.querySelector(`[data-name="${name}"]:not(:disabled)`)
      ?? item?.querySelector(name === 'select' || name === 'summary' ? name : 'input');
    (wanted ?? this.fields.querySelector('[data-name="add"]')).focus();
  }

  /** Alt and an arrow move the question that has the keyboard. */
  pressed(event) {
    const by = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = by && event.target.closest('[data-what="Question"]');
    if (item) {
      event.preventDefault();
      const index = Number(item.dataset.index);
      this.rebuilt(() => this.model.move(this.model.fields, index, by), to => [ 'Question', to, 'summary' ]);
    }
  }

  draw() {
    const { model, t } = this;
    const said = language => model.data.title?.[language];
    const title = (language, label) => line(t(label), said(language), value => this.wrote(() => model.say(model.data, 'title', language, value)), { lang: language });
    this.fields.replaceChildren(
      make('div', { className: 'dd-f-grid' }, title('vi', 'Title (Vietnamese)'), title('en', 'Title (English)')),
      ...model.fields.map((field, index) => question(this, field, index)),
      make('div', { className: 'dd-f-add' },
        choice(t('New question'), this.type, TYPES.map(type => [ type, t(TYPE_NAMES[type]) ]), type => { this.type = type; }),
        button(t('Add the question'), () => this.rebuilt(() => {
          const index = model.add(this.type);
          this.opened.add(model.fields[index].name);
          return index;
        }, index => [ 'Question', index, 'input' ]), { name: 'add', kind: 'primary' }))
    );
  }
}
