/** Under a timer's field: what it means, as the server says it. */
import { h } from '@bpmn-io/properties-panel/preact';
import { useEffect, useState } from '@bpmn-io/properties-panel/preact/hooks';
import { useService } from 'bpmn-js-properties-panel';

const REST = 300;

function Echo({ id, element, access, form }) {
  const room = useService('config.room');
  const [ said, setSaid ] = useState({ text: '', wrong: false });
  const expression = access.get(element);
  const kind = form(element);
  useEffect(() => {
    let wanted = true;
    const waiting = setTimeout(async () => {
      if (!expression) {
        setSaid({ text: '', wrong: false });
        return;
      }
      const answer = await room.server.post(room.facts.echoUrl, { expression, form: kind });
      if (wanted && answer.ok) {
        setSaid(answer.body);
      }
    }, REST);
    return () => {
      wanted = false;
      clearTimeout(waiting);
    };
  }, [ expression, kind ]);
  return h('p', { class: said.wrong ? 'dd-echo dd-echo-wrong' : 'dd-echo', 'data-entry-id': id, role: 'status' }, said.text);
}

/** The entry below the field with the same `access`; `form` is timeDate, timeDuration or timeCycle. */
export function echo(element, id, access, form) {
  return { id, component: Echo, element, access, form };
}
