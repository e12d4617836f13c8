/** One field of a form, opened or closed: everything that can be said of it. */
import { button, choice, fault, line, make, number, tick } from './controls.js';
import { ONLY, TYPES } from './model.js';

export const TYPE_NAMES = {
  text: 'One line of text', textarea: 'Several lines of text', integer: 'Whole number', decimal: 'Number with decimals',
  date: 'Date', choice: 'Choice', boolean: 'Yes or no'
};
const ROLLUPS = { none: 'not added up', sum: 'sum', mean: 'mean', latest: 'the latest' };

function both(builder, holder, key, [ vi, en ], optional) {
  const { model, t } = builder;
  return [ [ 'vi', vi ], [ 'en', en ] ].map(([ language, label ]) => line(
    t(label), holder[key]?.[language], value => builder.wrote(() => model.say(holder, key, language, value, optional)), { lang: language }
  ));
}

function movers(builder, list, index, what) {
  const { model, t } = builder;
  const go = by => builder.rebuilt(() => model.move(list, index, by), to => [ what, to, by < 0 ? 'up' : 'down' ]);
  return [
    button('↑', () => go(-1), { title: t('{what}: up', { what: t(what) }), name: 'up', disabled: index === 0 }),
    button('↓', () => go(1), { title: t('{what}: down', { what: t(what) }), name: 'down', disabled: index === list.length - 1 }),
    button('×', () => builder.rebuilt(() => model.remove(list, index), () => [ what, Math.max(0, index - 1), 'remove' ]),
      { title: t('{what}: remove', { what: t(what) }), name: 'remove', kind: 'outline-danger' })
  ];
}

function options(builder, field) {
  const { model, t } = builder;
  const list = field.options ?? [];
  return make('fieldset', { className: 'dd-f-options' }, make('legend', { textContent: t('Options') }),
    ...list.map((option, index) => make('div', { className: 'dd-f-option', 'data-what': 'Option', 'data-index': index },
      line(t('Value'), option.value, value => builder.wrote(() => model.write(option, 'value', value))),
      ...both(builder, option, 'label', [ 'Label (Vietnamese)', 'Label (English)' ]),
      make('div', { className: 'dd-f-moves' }, ...movers(builder, list, index, 'Option')))),
    button(t('Add an option'), () => builder.rebuilt(() => {
      model.step();
      field.options = [ ...list, model.option(list) ];
    }, () => [ 'Option', list.length, 'input' ])));
}

function needed(builder, field) {
  const { model, t } = builder;
  const [ other, value ] = Object.entries(field.required_if ?? {})[0] ?? [ '', '' ];
  const write = (name, wanted) => builder.wrote(() => model.write(field, 'required_if', name ? { ...field.required_if, [name]: wanted } : undefined));
  const others = builder.model.fields.filter(one => one !== field).map(one => [ one.name, one.label?.vi || one.name ]);
  return [
    choice(t('Required when the answer to'), other, [ [ '', t('(never)') ], ...others ], name => builder.rebuilt(() => {
      model.write(field, 'required_if', name ? { [name]: '' } : undefined);
    }, () => [ 'Question', builder.model.fields.indexOf(field), 'select' ])),
    other ? line(t('is'), value, wanted => write(other, wanted)) : null
  ];
}

/** The least and the most that may be answered; that they fit each other is said where they are typed. */
function bounds(builder, field) {
  const { model, t } = builder;
  const limit = (key, label) => number(t(label), field[key], value => {
    builder.wrote(() => model.write(field, key, value));
    fit();
  }, t('Write a number, as 12 or 1,5.'));
  const least = limit('min', 'Least');
  const most = limit('max', 'Most');
  const crossed = t('The most must not be less than the least.');
  function fit() {
    const wrong = field.min !== undefined && field.max !== undefined && field.min > field.max;
    for (const one of [ least, most ]) {
      const said = one.querySelector('.dd-f-wrong')?.textContent;
      if (!said || said === crossed) {
        fault(one, wrong ? crossed : '');
      }
    }
  }
  fit();
  return [ least, most ];
}

function particular(builder, field) {
  const { model, t } = builder;
  const may = key => ONLY[key].includes(field.type);
  const written = key => value => builder.wrote(() => model.write(field, key, value));
  return [
    may('options') ? options(builder, field) : null,
    may('max_length') ? number(t('Characters at most'), field.max_length, written('max_length'), t('Write a number, as 12 or 1,5.')) : null,
    ...may('min') ? [
      ...bounds(builder, field),
      ...both(builder, field, 'unit', [ 'Unit (Vietnamese)', 'Unit (English)' ], true),
      choice(t('Added up over units'), field.rollup ?? 'none', Object.entries(ROLLUPS).map(([ code, name ]) => [ code, t(name) ]),
        value => builder.wrote(() => model.write(field, 'rollup', value === 'none' ? undefined : value)))
    ] : []
  ];
}

function prefill(builder, field) {
  const { model, t } = builder;
  const value = field.prefill === undefined ? '' : String(field.prefill);
  return choice(t('A new report begins with last period’s answer'), value,
    [ [ '', t('as usual') ], [ 'true', t('yes') ], [ 'false', t('no') ] ],
    wanted => builder.wrote(() => model.write(field, 'prefill', wanted === '' ? undefined : wanted === 'true')));
}

/** The field at `index`, open if it is among `builder.opened`. */
export function question(builder, field, index) {
  const { model, t } = builder;
  const heading = make('span', { className: 'dd-f-heading' });
  const head = () => {
    heading.textContent = `${index + 1}. ${field.label?.vi || field.name} · ${t(TYPE_NAMES[field.type] ?? field.type)}${field.required ? ` · ${t('required')}` : ''}`;
  };
  head();
  const written = key => value => builder.wrote(() => {
    model.write(field, key, value);
    head();
  });
  const types = TYPES.map(type => [ type, t(TYPE_NAMES[type]) ]);
  const [ labelVi, labelEn ] = both(builder, field, 'label', [ 'Question (Vietnamese)', 'Question (English)' ]);
  labelVi.addEventListener('input', head);
  const details = make('details', { className: 'dd-f-question', open: builder.opened.has(field.name), 'data-what': 'Question', 'data-index': index, 'data-field': field.name },
    make('summary', {}, heading),
    make('div', { className: 'dd-f-grid' },
      labelVi, labelEn,
      line(t('Name for expressions'), field.name, written('name'), { spellcheck: false, pattern: '[A-Za-z_][A-Za-z0-9_]*' }),
      choice(t('Kind of answer'), field.type, types, type => builder.rebuilt(() => model.retype(field, type), () => [ 'Question', index, 'select' ])),
      ...both(builder, field, 'help', [ 'Help (Vietnamese)', 'Help (English)' ], true),
      tick(t('Must be answered'), field.required === true, value => builder.wrote(() => {
        model.step();
        field.required = value;
        head();
      })),
      ...needed(builder, field),
      ...particular(builder, field),
      prefill(builder, field)),
    make('div', { className: 'dd-f-moves' }, ...movers(builder, model.fields, index, 'Question')));
  details.addEventListener('toggle', () => builder.opened[details.open ? 'add' : 'delete'](field.name));
  return details;
}
