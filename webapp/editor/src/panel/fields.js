/** The kinds of fields that our groups consist of, on the panel's own entries. */
import {
  CheckboxEntry, FeelEntry, FeelLanguageContext, SelectEntry, TextFieldEntry,
  isCheckboxEntryEdited, isFeelEntryEdited, isSelectEntryEdited, isTextFieldEntryEdited
} from '@bpmn-io/properties-panel';
import { h } from '@bpmn-io/properties-panel/preact';
import { useEffect, useMemo, useRef, useState } from '@bpmn-io/properties-panel/preact/hooks';
import { useService } from 'bpmn-js-properties-panel';

import { unheld } from './held.js';
import { useNames } from './names.js';
import { completeValues } from './values.js';

function useWriting() {
  return {
    modeling: useService('modeling'),
    bpmnFactory: useService('bpmnFactory')
  };
}

/** What every field hands to the panel's entry. What is typed is shown as it was typed for as long as the drawing holds what
 * came of it: shown anew, as what is kept (trimmed, say), it would change under the caret. */
function useCommon({ id, label, said, element, access, help }, { shown = value => value, kept = text => text } = {}) {
  const translate = useService('translate');
  const services = useWriting();
  const [ typed, setTyped ] = useState(null);
  const asTyped = value => typed?.element === element && typed.kept === value;
  return {
    id,
    element,
    label: said ?? translate(label),
    description: help && translate(help),
    debounce: useService('debounceInput'),
    translate,
    getValue: () => {
      const value = access.get(element);
      return asTyped(value) ? typed.text : shown(value);
    },
    setValue: text => unheld(() => {
      const value = kept(text ?? '');
      if (value !== access.get(element)) {
        access.set(element, value, services);
      }
      setTyped({ element, text: text ?? '', kept: access.get(element) });
    }),
    onBlur: () => setTyped(null)
  };
}

function Text(props) {
  return h(TextFieldEntry, useCommon(props));
}

function Tick(props) {
  return h(CheckboxEntry, useCommon(props));
}

function Choice(props) {
  const common = useCommon(props);
  const value = props.access.get(props.element);
  const known = props.options(props.element);
  const options = [
    ...props.must && value ? [] : [ { value: '', label: common.translate(props.none ?? '<none>') } ],
    ...known.map(([ code, name ]) => ({ value: code, label: !props.codes || name === code ? name : `${name} (${code})` })),
    ...value && !known.some(([ code ]) => code === value)
      ? [ { value, label: common.translate('{value}: not known here', { value }) } ] : []
  ];
  return h(SelectEntry, { ...common, getOptions: () => options });
}

/** The expression is kept as our engine writes it, without the «=» that the panel's entry wants. */
const EXPRESSION = {
  shown: value => value && `=${value.replace(/^\s*=/, '')}`,
  kept: text => text.replace(/^=\s*=?/, '').trim()
};

function Feel(props) {
  const common = useCommon(props, EXPRESSION);
  const language = useService('feelLanguage');
  const variables = useNames(props.element);
  const named = useRef([]);
  named.current = variables;
  useEffect(() => completeValues(common.id, () => named.current));
  const context = useMemo(() => ({ builtins: language }), [ language ]);
  return h(FeelLanguageContext.Provider, { value: context }, h(FeelEntry, { ...common, feel: 'required', variables }));
}

const edited = {
  text: [ Text, isTextFieldEntryEdited ],
  tick: [ Tick, isCheckboxEntryEdited ],
  choice: [ Choice, isSelectEntryEdited ],
  feel: [ Feel, isFeelEntryEdited ]
};

/** An entry of a group: `kind` is text, tick, choice or feel; `label` or, in the reader's language already, `said`; `access` reads and writes it. */
export function field(kind, element, properties) {
  const [ component, isEdited ] = edited[kind];
  return { component, isEdited, element, ...properties };
}
