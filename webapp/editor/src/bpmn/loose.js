/** Flows that lead nowhere cannot be drawn, and what is not drawn cannot be taken hold of: they are taken out of the file. */
import { walk } from './foreign.js';

const LISTS = [ 'flowElements', 'messageFlows', 'artifacts', 'planeElement', 'incoming', 'outgoing' ];
const FLOWS = [ 'bpmn:SequenceFlow', 'bpmn:MessageFlow' ];

/** Whether there were any. */
export function withoutLooseFlows(definitions) {
  const all = [ ...walk(definitions, new Set()) ];
  const loose = new Set(all.filter(one => FLOWS.includes(one.$type) && !(one.sourceRef && one.targetRef)));
  if (!loose.size) {
    return false;
  }
  for (const element of all) {
    for (const name of LISTS) {
      if (Array.isArray(element[name])) {
        element[name] = element[name].filter(one => !loose.has(one) && !loose.has(one.bpmnElement));
      }
    }
    if (loose.has(element.default)) {
      element.default = undefined;
    }
  }
  return true;
}
