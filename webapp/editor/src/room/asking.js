function paragraph(text) {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function button({ value, label, main }) {
  const element = document.createElement('button');
  element.type = 'submit';
  element.value = value;
  element.className = main ? 'btn btn-primary' : 'btn btn-outline-secondary';
  element.textContent = label;
  return element;
}

/**
 * A question over the page; the value of the choice that was made, '' for Escape.
 * `choices` are {value, label, main}; the first one has the focus.
 */
export function ask(title, sentences, choices) {
  const dialog = document.createElement('dialog');
  dialog.className = 'dd-room-dialog';
  const heading = document.createElement('h2');
  heading.id = 'dd-room-dialog-title';
  heading.textContent = title;
  dialog.setAttribute('aria-labelledby', heading.id);
  const form = document.createElement('form');
  form.method = 'dialog';
  form.append(...choices.map(button));
  dialog.append(heading, ...sentences.map(paragraph), form);
  document.body.append(dialog);
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
    form.querySelector('button').focus();
  });
}
