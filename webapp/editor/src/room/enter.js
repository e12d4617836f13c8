import { translator } from '../i18n/translate.js';
import { Room } from './room.js';

/** Open the page's room with the tool that `make(host, translate)` gives; `join(tool, room, host)` comes first. */
export async function enter(make, join = () => {}) {
  const host = document.querySelector('[data-room]');
  const translate = translator(host.dataset.lang, host.dataset.kind);
  const tool = make(host, translate);
  const room = new Room(host, tool, translate);
  host.untranslated = translate.missing;
  join(tool, room, host);
  try {
    await room.start();
  } catch (error) {
    console.warn('dondoc: the room did not open', error);
    host.dataset.state = 'failed';
  }
}
