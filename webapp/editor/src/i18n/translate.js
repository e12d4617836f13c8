import { vi } from './vi.js';
import { en } from './en.js';

const TEXTS = { vi, en };

/**
 * The page's language, for a kind of draft, as a function of an English sentence and the values of its {places}, as bpmn-js
 * calls it. A sentence without a translation is shown in English; `missing` then notes it for the tests.
 */
export function translator(language, kind) {
  const texts = TEXTS[language]?.[kind] ?? {};
  const said = new Set(Object.values(texts));
  const missing = new Set();
  function translate(sentence, values = {}) {
    const found = texts[sentence];
    if (found === undefined && language !== 'en' && !said.has(sentence)) {
      missing.add(sentence);
    }
    return (found ?? sentence).replace(/{([^}]+)}/g, (place, name) => String(values[name] ?? place));
  }
  translate.missing = missing;
  /** Whether there are words for it in the page's language. */
  translate.knows = sentence => (TEXTS.vi[kind] ?? {})[sentence] !== undefined;
  return translate;
}
