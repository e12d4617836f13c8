/**
 * The list beside the drawing: what the server finds wrong, each a button that leads to its element.
 * The number of findings is told politely, and only when it changes.
 */
export class Findings {
  constructor(host, translate, tool) {
    this.list = host.querySelector('[data-findings-list]');
    this.told = host.querySelector('[data-findings-told]');
    this.notes = host.querySelector('[data-findings-notes]');
    this.translate = translate;
    this.tool = tool;
  }

  show(findings) {
    this.list.replaceChildren(...findings.map((finding, index) => this.row(finding, index + 1)));
    const warnings = findings.filter(finding => finding.warning).length;
    const n = findings.length - warnings;
    const said = n ? this.translate(n === 1 ? '{n} thing to mend' : '{n} things to mend', { n }) : this.translate('Nothing to mend: this can run.');
    const more = warnings ? ` ${this.translate(warnings === 1 ? '{n} remark.' : '{n} remarks.', { n: warnings })}` : '';
    this.say(n && more ? `${said}.${more}` : said + more, n ? 'wrong' : 'fine');
  }

  say(text, tone) {
    if (this.told.textContent !== text) {
      this.told.textContent = text;
    }
    this.told.dataset.tone = tone;
  }

  /** What was noticed while opening: kept, laid out, left out. */
  note(sentences) {
    this.notes.hidden = !sentences.length;
    this.notes.replaceChildren(...sentences.map(sentence => {
      const item = document.createElement('li');
      item.textContent = sentence;
      return item;
    }));
  }

  row(finding, number) {
    const { name, text } = finding;
    const element = finding.element || this.tool.placeOf?.(finding);
    const item = document.createElement('li');
    const button = document.createElement(element ? 'button' : 'span');
    button.className = 'dd-finding-row';
    button.toggleAttribute('data-warning', Boolean(finding.warning));
    if (element) {
      button.type = 'button';
      button.dataset.element = element;
      button.addEventListener('click', () => this.tool.go(element));
    }
    const where = document.createElement('strong');
    where.textContent = `${number}. ${name || element && (this.tool.label?.(element) ?? element) || this.translate('The whole file')}`;
    button.append(where, ' ', text);
    item.append(button);
    return item;
  }
}
