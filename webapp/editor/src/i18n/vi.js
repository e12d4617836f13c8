import { canvas } from './vi-canvas.js';
import { elements } from './vi-elements.js';
import { panel } from './vi-panel.js';
import { ours } from './vi-ours.js';
import { room } from './vi-room.js';
import { simulation } from './vi-simulation.js';
import { tables } from './vi-tables.js';
import { form } from './vi-form.js';

/** English sentence → Vietnamese, for each kind of draft. bpmn.io has no Vietnamese, so all of it is ours. */
export const vi = {
  bpmn: { ...room, ...canvas, ...elements, ...panel, ...ours, ...simulation },
  dmn: { ...room, ...tables },
  form: { ...room, ...form }
};
