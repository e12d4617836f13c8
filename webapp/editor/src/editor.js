/** The page of a BPMN draft: `<div data-room data-kind="bpmn">`, see README.md. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/assets/properties-panel.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import './editor.css';

import { Diagram } from './bpmn/tool.js';
import { enter } from './room/enter.js';

enter((host, translate) => new Diagram(host, translate), (diagram, room, host) => {
  diagram.join(room, JSON.parse(host.querySelector('[data-choices]').textContent));
});
