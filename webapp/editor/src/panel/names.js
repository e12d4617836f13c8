/** The names that an expression at an element may read, asked of the server as the drawing stands. */
import { useEffect, useState } from '@bpmn-io/properties-panel/preact/hooks';
import { getBusinessObject, is } from 'bpmn-js/lib/util/ModelUtil';
import { useService } from 'bpmn-js-properties-panel';

const REST = 250;

/** Whose names: a pool's are those of its process. */
function placeOf(element) {
  return is(element, 'bpmn:Participant') ? getBusinessObject(element).processRef?.id : element.id;
}

/** A name as the expression field completes it, with what may follow its dot; `values` are what values.js offers after «=». */
function completed({ name, info, type, members, values }) {
  return {
    name,
    info,
    values: values ?? [],
    ...members?.length ? { entries: members.map(completed), isList: type === 'list' ? 'optional' : false } : {}
  };
}

/** Remembers the answers until the drawing changes. */
export class NamesInScope {
  static $inject = [ 'eventBus', 'bpmnjs', 'config.room' ];

  constructor(eventBus, bpmnjs, room) {
    Object.assign(this, { bpmnjs, room, known: new Map() });
    eventBus.on([ 'commandStack.changed', 'import.done' ], () => this.known.clear());
  }

  of(element) {
    const place = placeOf(element);
    if (!this.known.has(place)) {
      this.known.set(place, this.ask(place));
    }
    return this.known.get(place);
  }

  async ask(place) {
    const { xml } = await this.bpmnjs.saveXML();
    const answer = await this.room.server.post(this.room.facts.namesUrl, { content: xml, element: place });
    return answer.ok ? answer.body.names.map(completed) : [];
  }
}

/** The same for a field of the panel, asked again when the drawing changes; [] until the server has answered. */
export function useNames(element) {
  const service = useService('namesInScope');
  const eventBus = useService('eventBus');
  const [ names, setNames ] = useState([]);
  useEffect(() => {
    let wanted = true;
    let waiting;
    const ask = () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const found = await service.of(element);
        if (wanted) {
          setNames(found);
        }
      }, REST);
    };
    ask();
    eventBus.on('commandStack.changed', ask);
    return () => {
      wanted = false;
      clearTimeout(waiting);
      eventBus.off('commandStack.changed', ask);
    };
  }, [ element, service ]);
  return names;
}
