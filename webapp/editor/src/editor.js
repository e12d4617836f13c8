/** The page of a BPMN draft: `<div data-room data-kind="bpmn">`, see README.md. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/assets/properties-panel.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import './editor.css';

import { Diagram } from './bpmn/tool.js';
import { translator } from './i18n/translate.js';
import { Room } from './room/room.js';

async function start(host) {
  const translate = translator(host.dataset.lang);
  const choices = JSON.parse(host.querySelector('[data-choices]').textContent);
  const diagram = new Diagram(host, translate);
  const room = new Room(host, diagram, translate);
  diagram.join(room, choices);
  host.untranslated = translate.missing;
  try {
    await room.start();
  } catch (error) {
    console.warn('dondoc: the room did not open', error);
    host.dataset.state = 'failed';
  }
}

start(document.querySelector('[data-room]'));
