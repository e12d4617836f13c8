/** The form as the server's own template draws it, in a tree of its own so that names do not meet. */
const REST = 400;

export class Preview {
  constructor(host, translate) {
    this.translate = translate;
    this.root = host.attachShadow({ mode: 'open' });
    this.body = document.createElement('div');
    this.body.lang = document.documentElement.lang;
    // Styles of the page itself, without those of the editor.
    const styles = [ ...document.querySelectorAll('link[rel="stylesheet"]') ].map(link => link.cloneNode());
    this.root.append(...styles, this.body);
  }

  soon(text) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.show(text()), REST);
  }

  async show(content) {
    const answer = await this.room.server.post(this.room.facts.previewUrl, { content });
    if (answer.ok && !answer.body.error) {
      this.body.innerHTML = answer.body.html;
    } else {
      const said = document.createElement('p');
      said.textContent = answer.body?.error ?? this.translate('No preview: the server does not answer.');
      this.body.replaceChildren(said);
    }
  }
}
