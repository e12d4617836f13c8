/**
 * A draft's room, whatever is drawn in it: opening, saving, keeping what is not saved, checking.
 *
 * `tool` draws: open(text) → sentences about what was noticed; text() → the drawing as it stands;
 * onChange(callback); show(findings); go(elementId); label(elementId) and losses(text) → sentences about what it could not write
 * again, if it has any; `shown`, false while it shows nothing. Nothing that fails here loses the drawing: it stays on
 * the page, in the browser, and can always be downloaded.
 */
import { ask } from './asking.js';
import { download } from './files.js';
import { Findings } from './findings.js';
import { Kept } from './kept.js';
import { Server } from './server.js';
import { Conflicts } from './conflicts.js';
import { Opening } from './opening.js';

const REST = 700; // milliseconds without a change before the drawing is kept and checked

export class Room {
  constructor(host, tool, translate) {
    this.host = host;
    this.tool = tool;
    this.translate = translate;
    this.facts = host.dataset;
    this.server = new Server(host.dataset);
    this.kept = new Kept(host.dataset.account, host.dataset.draft);
    this.findings = new Findings(host, translate, tool);
    this.conflicts = new Conflicts(this);
    this.opening = new Opening(this);
    this.status = host.querySelector('[data-status]');
    this.alert = host.querySelector('[data-alert]');
    this.version = 0; // counts changes of the drawing
    this.savedVersion = 0;
    this.raw = ''; // what was to be shown last, should the tool have nothing to give
  }

  async start() {
    this.bind();
    await this.opening.first();
    this.tool.onChange(() => this.changed());
    this.host.dataset.state = 'ready';
  }

  get dirty() {
    return this.version !== this.savedVersion;
  }

  bind() {
    const acts = {
      save: () => this.save(),
      download: () => this.download(),
      'open-file': () => this.host.querySelector('[data-file]').click(),
      'set-aside': () => this.downloadSetAside(),
      ...this.tool.acts
    };
    for (const button of this.host.querySelectorAll('[data-act]')) {
      button.addEventListener('click', () => acts[button.dataset.act](button));
    }
    this.host.querySelector('[data-file]')?.addEventListener('change', event => this.opening.file(event.target));
    document.addEventListener('keydown', event => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') {
        event.preventDefault();
        this.save();
      }
    });
    window.addEventListener('beforeunload', event => {
      if (this.dirty) {
        event.preventDefault();
      }
    });
  }

  changed() {
    this.version += 1;
    this.say('Not saved yet', 'open');
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rested(), REST);
  }

  async rested() {
    const content = await this.content();
    if (this.dirty && !this.kept.write(content, this.revision)) {
      this.say('Not saved yet, and this browser keeps no copy: save or download soon', 'wrong');
    }
    await this.check(content);
  }

  /** The drawing as text; should the tool fail, what it was given last. */
  async content() {
    if (this.tool.shown === false) {
      return this.raw;
    }
    try {
      this.raw = await this.tool.text();
    } catch (error) {
      console.error('dondoc: the drawing cannot be written', error);
    }
    return this.raw;
  }

  async check(content) {
    this.checking?.abort();
    this.checking = new AbortController();
    const asked = { kind: this.facts.kind, key: this.facts.key, content };
    try {
      const answer = await this.server.post(this.facts.checkUrl, asked, this.checking.signal);
      if (answer.ok) {
        // Remarks come last: they keep nothing from being deployed.
        const findings = answer.body.findings.toSorted((one, other) => Boolean(one.warning) - Boolean(other.warning));
        this.findings.show(findings);
        this.tool.show(findings);
      } else {
        this.findings.say(this.translate('Not checked: the server does not answer.'), 'open');
      }
    } catch (error) {
      if (error.name !== 'AbortError') {
        throw error;
      }
    }
  }

  async save() {
    if (this.saving) {
      this.again = true;
      return;
    }
    this.saving = true;
    this.say('Saving…', 'open');
    try {
      await this.send();
    } finally {
      this.saving = false;
    }
    if (this.again) {
      this.again = false;
      await this.save();
    }
  }

  async send() {
    const version = this.version;
    const content = await this.content();
    const answer = await this.server.post(this.facts.contentUrl, { content, revision: this.revision });
    if (answer.ok) {
      this.saved(answer.body, version);
    } else if (answer.status === 409 && answer.body) {
      this.kept.write(content, this.revision);
      this.say('Not saved', 'wrong');
      await this.conflicts.tell(answer.body);
    } else {
      this.kept.write(content, this.revision);
      this.say('Not saved', 'wrong');
      this.warn(answer.body?.error || this.translate(answer.unreachable && answer.status !== 413
        ? 'Not saved: the server does not answer or you have been signed out. Sign in again in another tab, then save here. Your drawing is kept in this browser.'
        : 'Not saved: the drawing is too large. Download it and split it.'));
    }
  }

  saved({ revision, saved_at: at }, version) {
    this.revision = revision;
    this.savedVersion = version;
    if (this.tool.shown !== false) { // else what stands there says why nothing is shown
      this.warn('');
    }
    if (this.dirty) {
      this.say('Not saved yet', 'open');
    } else {
      this.kept.drop();
      this.say('Saved {at}', 'fine', { at });
    }
  }

  async download() {
    download(this.facts.kind, this.facts.key, await this.content());
  }

  /** Keep a drawing that is about to be replaced where the person finds it again. */
  setAside(content) {
    this.kept.write(content, this.revision, 'aside');
    this.offerSetAside();
  }

  offerSetAside() {
    this.host.querySelector('[data-act="set-aside"]').hidden = !this.kept.read('aside');
  }

  downloadSetAside() {
    download(this.facts.kind, `${this.facts.key}-cu`, this.kept.read('aside').content);
  }

  say(sentence, tone, values) {
    this.status.textContent = this.translate(sentence, values);
    this.status.dataset.tone = tone;
  }

  /** Something a person must read; '' takes it away. */
  warn(text) {
    this.alert.textContent = text;
    this.alert.hidden = !text;
  }

  ask(title, sentences, choices) {
    const t = this.translate;
    return ask(t(title), sentences, choices.map(choice => ({ ...choice, label: t(choice.label) })));
  }
}
