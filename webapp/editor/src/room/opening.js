/** How a drawing comes into the room: from the server, from this browser, from a file. */
const UNSAFE = 'unreadable';

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
    await this.show(restored ? kept.content : answer.body.content);
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
    await this.show(answer.body.content);
    room.savedVersion = room.version;
    room.kept.drop();
    room.warn('');
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
    const before = await room.content();
    if (await this.show(text)) {
      room.setAside(before);
      room.warn('');
      room.changed();
    } else {
      const said = room.alert.textContent;
      await this.show(before);
      room.warn(room.translate('«{file}» was not opened. {why}', { file: name, why: said }));
    }
  }

  /** Whether the tool can show it; what it cannot show stays downloadable as it is. */
  async show(content) {
    const { room } = this;
    room.raw = content;
    try {
      room.findings.note(await room.tool.open(content));
      room.warn('');
      return true;
    } catch (error) {
      console.warn('dondoc: the drawing cannot be shown', error);
      room.warn(room.translate('The drawing cannot be shown ({why}). It can still be downloaded.', { why: error.message }));
      return false;
    }
  }
}
