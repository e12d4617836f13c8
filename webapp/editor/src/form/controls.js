/** Small pieces of a page, labelled. */
let count = 0;

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [ name, value ] of Object.entries(properties)) {
    if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

function labelled(label, control, className = '') {
  count += 1;
  control.id = `dd-f-${count}`;
  return make('div', { className: `dd-f ${className}` }, make('label', { htmlFor: control.id, className: 'form-label', textContent: label }), control);
}

/** A line of text; `write` is told every key. */
export function line(label, value, write, more = {}) {
  const control = make('input', { type: 'text', className: 'form-control form-control-sm', value: value ?? '', autocomplete: 'off', ...more });
  control.addEventListener('input', () => write(control.value));
  return labelled(label, control);
}

/** Say under the field of a `line` or `number` what is wrong with it; '' takes it away. */
export function fault(field, text) {
  const control = field.querySelector('input');
  let said = field.querySelector('.dd-f-wrong');
  if (!said) {
    said = make('p', { className: 'dd-f-wrong', id: `${control.id}-wrong`, role: 'alert' });
    field.append(said);
  }
  if (said.textContent !== text) {
    said.textContent = text;
  }
  control.setAttribute('aria-invalid', String(Boolean(text)));
  control.setAttribute('aria-describedby', said.id);
}

/** A number, or nothing; `wrong` is said of anything else. A comma is the decimal sign, as everywhere else. */
export function number(label, value, write, wrong) {
  const shown = value === undefined ? '' : String(value).replace('.', ',');
  const field = line(label, shown, text => {
    const wanted = text.trim().replace(',', '.');
    const right = wanted === '' || /^-?\d+(\.\d+)?$/.test(wanted);
    fault(field, right ? '' : wrong);
    if (right) {
      write(wanted === '' ? undefined : Number(wanted));
    }
  }, { inputMode: 'decimal' });
  return field;
}

/** `options`: [value, label]. */
export function choice(label, value, options, write) {
  const control = make('select', { className: 'form-select form-select-sm' },
    ...options.map(([ code, name ]) => make('option', { value: code, textContent: name, selected: code === value })));
  control.addEventListener('change', () => write(control.value));
  return labelled(label, control);
}

export function tick(label, value, write) {
  count += 1;
  const control = make('input', { type: 'checkbox', className: 'form-check-input', id: `dd-f-${count}`, checked: value });
  control.addEventListener('change', () => write(control.checked));
  return make('div', { className: 'form-check dd-f' }, control,
    make('label', { htmlFor: control.id, className: 'form-check-label', textContent: label }));
}

export function button(label, act, { title, name, disabled = false, kind = 'outline-primary' } = {}) {
  const control = make('button', { type: 'button', className: `btn btn-sm btn-${kind}`, textContent: label, disabled });
  if (title) {
    control.title = title;
    control.setAttribute('aria-label', title);
  }
  if (name) {
    control.dataset.name = name;
  }
  control.addEventListener('click', act);
  return control;
}
