/** After «decision = » an expression field offers what the named field of choice may be. */
import { EditorState, StateEffect } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const COMPARED = /([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)\s*!?=\s*("?[^"=,()]*)$/u;

const prepared = new WeakSet();

function find(names, path) {
  const [ first, ...rest ] = path;
  const found = names?.find(one => one.name === first);
  return rest.length && found ? find(found.entries, rest) : found;
}

function put(view, { label }, from, to) {
  const closed = view.state.sliceDoc(to, to + 1) === '"' ? 1 : 0; // the field closes quotes by itself
  view.dispatch({ changes: { from, to: to + closed, insert: label }, selection: { anchor: from + label.length }, userEvent: 'input.complete' });
}

function source(names) {
  return context => {
    const [ , path, begun ] = context.matchBefore(COMPARED)?.text.match(COMPARED) ?? [];
    const values = path && find(names(), path.split('.'))?.values;
    const wanted = values?.filter(value => value.toLowerCase().startsWith(begun.replace('"', '').toLowerCase())) ?? [];
    // Not left to the field's own filter, which would put what begins with a quote behind every function.
    return wanted.length
      ? { from: context.pos - begun.length, options: wanted.map(value => ({ label: `"${value}"`, type: 'constant', apply: put })), filter: false }
      : null;
  };
}

/** Teach the expression field of the panel's entry `id`, once; `names()` are those in scope. */
export function completeValues(id, names) {
  const place = document.querySelector(`[data-entry-id="${CSS.escape(id)}"] .cm-editor`);
  const view = place && EditorView.findFromDOM(place);
  if (view && !prepared.has(view)) {
    prepared.add(view);
    const autocomplete = source(names);
    view.dispatch({ effects: StateEffect.appendConfig.of(EditorState.languageData.of(() => [ { autocomplete } ])) });
  }
}
