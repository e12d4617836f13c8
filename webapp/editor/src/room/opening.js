/** How a drawing comes into the room: from the server, from this browser, from a file. */
import { download } from './files.js';
import { reason } from './reasons.js';

const UNSAFE = 'unreadable';
const SAID = 6; // losses that are read out in the question; all stand in the list afterwards

function when(at, language) {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric'
  }).format(new Date(at));
}

export class Opening {
  constructor(room) {
    this.room = room;
  }

  /** The draft as it is saved, or what this browser has kept of it, as the person wishes. */
  async first() {
    const { room } = this;
    const answer = await room.server.open();
    const kept = room.kept.read();
    if (!answer.ok) {
      room.warn(room.translate('The draft cannot be read: the server does not answer. Reload the page.'));
      throw new Error(`the draft was not answered: HTTP ${answer.status}`);
    }
    room.revision = answer.body.revision;
    const restored = kept && kept.content !== answer.body.content && await this.wanted(kept, answer.body);
    if (kept && !restored) {
      room.kept.drop();
    }
    await this.draft(restored ? kept.content : answer.body.content);
    if (restored) {
      // Saved upon the revision it was drawn on: somebody's later one is not overwritten unseen.
      room.revision = kept.revision;
      room.version += 1;
      room.say('Not saved yet', 'open');
    } else {
      room.say('Saved {at}', 'fine', { at: answer.body.saved_at });
    }
    room.offerSetAside();
    await room.check(await room.content());
  }

  async wanted(kept, saved) {
    const { room } = this;
    const t = room.translate;
    const sentences = [ t('This browser keeps a drawing of {at} that was not saved.', { at: when(kept.at, room.facts.lang) }) ];
    if (kept.revision !== saved.revision) {
      sentences.push(t('Since then {name} has saved the draft ({at}).', { name: saved.saved_by, at: saved.saved_at }));
    }
    const choice = await room.ask('Go on with what was not saved?', sentences, [
      { value: 'restore', label: 'Go on with it', main: true },
      { value: 'drop', label: 'Use the saved draft' }
    ]);
    if (choice === 'drop') {
      room.setAside(kept.content);
    }
    return choice !== 'drop';
  }

  /** The draft as somebody else saved it. */
  async theirs() {
    const { room } = this;
    const answer = await room.server.open();
    if (!answer.ok) {
      room.warn(room.translate('The draft cannot be read: the server does not answer. Reload the page.'));
      return;
    }
    room.revision = answer.body.revision;
    room.warn('');
    await this.draft(answer.body.content);
    room.savedVersion = room.version;
    room.kept.drop();
    room.say('Saved {at}', 'fine', { at: answer.body.saved_at });
    await room.check(answer.body.content);
  }

  /** A file from the person's own disk: looked at by the server first, because it may be anybody's. */
  async file(input) {
    const { room } = this;
    const [ file ] = input.files;
    input.value = '';
    if (!file) {
      return;
    }
    const text = await file.text();
    const asked = { kind: room.facts.kind, key: room.facts.key, content: text };
    const answer = await room.server.post(room.facts.checkUrl, asked);
    if (!answer.ok || answer.body[UNSAFE]) {
      const why = answer.ok ? answer.body.findings.map(finding => finding.text).join(' ')
        : answer.body?.error || room.translate('The file is too large, or the server does not answer.');
      room.warn(room.translate('«{file}» was not opened. {why}', { file: file.name, why }));
      return;
    }
    await this.replace(text, file.name);
  }

  async replace(text, name) {
    const { room } = this;
    const lost = await this.accepted(text, name);
    if (!lost) {
      return;
    }
    const before = await room.content();
    const why = await this.show(text, lost);
    if (why) {
      await this.show(before);
      room.warn(room.translate('«{file}» was not opened. {why}', { file: name, why: why[0].toUpperCase() + why.slice(1) }));
    } else {
      room.setAside(before);
      room.warn('');
      room.changed();
    }
  }

  /** A draft of this page; one that the designer would rather keep than open stays as it is, untouched by saving. */
  async draft(content) {
    const { room } = this;
    const t = room.translate;
    const lost = await this.accepted(content);
    if (!lost) {
      room.raw = content;
      room.tool.shown = false;
      this.drawable(false);
      room.findings.note([]);
      room.warn(t('The draft is kept as it is and is not shown, because part of it would be lost. Download it and mend it, or reload the page to choose again.'));
      return;
    }
    if (lost.length) {
      room.setAside(content);
    }
    const why = await this.show(content, lost);
    if (why) {
      room.warn(t('The drawing cannot be shown: {why} It can still be downloaded as it is.', { why }));
    }
  }

  /** What opening the text would lose, in sentences, if the person goes on all the same; null if it is not to be opened. */
  async accepted(text, name) {
    const { room } = this;
    const t = room.translate;
    const lost = await this.losses(text);
    const more = lost.length > SAID ? [ t('And {n} more.', { n: lost.length - SAID }) ] : [];
    const sentences = [
      name ? t('«{file}» holds what the editor cannot keep. Saving it here would lose:', { file: name })
        : t('The draft holds what the editor cannot keep. Saving it here would lose:'),
      ...lost.slice(0, SAID), ...more
    ];
    let choice = lost.length ? 'download' : 'open';
    for (let asked = false; choice === 'download'; asked = true) {
      if (asked) {
        download(room.facts.kind, name?.replace(/\.[^.]*$/, '') ?? room.facts.key, text);
      }
      choice = await room.ask('Part of this file would be lost', sentences, [
        { value: 'download', label: 'Download the original', main: true },
        { value: '', label: 'Keep the file as it is, do not open it' },
        { value: 'open', label: 'Open it all the same' }
      ]);
    }
    return choice === 'open' ? lost : null;
  }

  async losses(text) {
    try {
      return await this.room.tool.losses?.(text) ?? [];
    } catch (error) {
      console.warn('dondoc: the file cannot be read', error); // opening it says why
      return [];
    }
  }

  /** '' once the tool shows it, with what it lost; else why it cannot. What it cannot show stays downloadable as it is. */
  async show(content, lost = []) {
    const { room } = this;
    room.raw = content;
    try {
      const noticed = await room.tool.open(content);
      room.findings.note([ ...lost, ...noticed ]);
      this.drawable(true);
      room.warn('');
      return '';
    } catch (error) {
      console.warn('dondoc: the drawing cannot be shown', error);
      this.drawable(false);
      return reason(error, room.translate);
    }
  }

  /** Nothing can be drawn where nothing is shown: it could not be saved. */
  drawable(may) {
    for (const part of this.room.host.querySelectorAll('[data-canvas], [data-panel]')) {
      part.inert = !may;
    }
  }
}
