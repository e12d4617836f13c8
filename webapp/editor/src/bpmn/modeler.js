import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';

import OurProperties from '../panel/provider.js';
import dondoc from './dondoc.json';
import Keyboard from './keyboard.js';
import Markers from './markers.js';
import Palette from './palette.js';
import Simulation from './simulation.js';

/** FEEL's functions as the expression fields complete them. */
function functions(choices) {
  return choices.functions.map(([ name, params ]) => ({
    name,
    type: 'function',
    params: params.map(param => ({ name: param.replace(/\?$/, '') }))
  }));
}

/** bpmn-js with our palette, properties, texts and signs; `room` is what the fields ask the server through. */
export function newModeler({ canvas, panel, choices, translate, room }) {
  return new Modeler({
    container: canvas,
    propertiesPanel: { parent: panel },
    moddleExtensions: { dondoc },
    room,
    choices,
    additionalModules: [
      { translate: [ 'value', translate ], feelLanguage: [ 'value', functions(choices) ] },
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      OurProperties,
      Palette,
      Keyboard,
      Markers,
      Simulation
    ]
  });
}
