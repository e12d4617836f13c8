/**
 * What is not saved yet, kept in this browser for the person who drew it. A browser that keeps nothing
 * (full, or told not to) only means that the copy is missing: `write` says whether it was kept.
 */
export class Kept {
  constructor(account, draft) {
    this.key = `dondoc-draft-${account}-${draft}`;
  }

  read(part = 'unsaved') {
    try {
      return JSON.parse(localStorage.getItem(`${this.key}-${part}`));
    } catch (error) {
      console.warn('dondoc: the browser gives back no kept drawing', error);
      return null;
    }
  }

  write(content, revision, part = 'unsaved') {
    try {
      localStorage.setItem(`${this.key}-${part}`, JSON.stringify({ content, revision, at: Date.now() }));
      return true;
    } catch (error) {
      console.warn('dondoc: the browser keeps no drawing', error);
      return false;
    }
  }

  drop(part = 'unsaved') {
    try {
      localStorage.removeItem(`${this.key}-${part}`);
    } catch (error) {
      console.warn('dondoc: the browser keeps no drawing', error);
    }
  }
}
