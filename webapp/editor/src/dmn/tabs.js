const NAMES = { drd: 'Diagram of decisions', decisionTable: 'Table', literalExpression: 'Expression', boxedExpression: 'Function' };

/** One button for each decision (and the diagram of them all); arrows go from one to the next. */
export function tabs(host, modeler, translate) {
  const active = modeler.getActiveView();
  host.className = 'dd-dmn-tabs';
  host.setAttribute('role', 'group');
  host.setAttribute('aria-label', translate('Decisions'));
  host.replaceChildren(...modeler.getViews().map(view => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm btn-outline-primary';
    button.dataset.view = view.id;
    button.textContent = view.type === 'drd' ? translate(NAMES.drd) : `${view.name || view.id} (${translate(NAMES[view.type]).toLowerCase()})`;
    button.setAttribute('aria-pressed', String(view.element === active?.element));
    button.addEventListener('click', async () => {
      await modeler.open(view);
      host.querySelector('[aria-pressed="true"]')?.focus();
    });
    return button;
  }));
}
