import { canvas } from './vi-canvas.js';
import { elements } from './vi-elements.js';
import { panel } from './vi-panel.js';
import { ours } from './vi-ours.js';
import { room } from './vi-room.js';
import { simulation } from './vi-simulation.js';
import { tables } from './vi-tables.js';
import { form } from './vi-form.js';

/** English sentence → Vietnamese. bpmn.io has no Vietnamese, so all of it is ours. */
export const vi = { ...canvas, ...elements, ...panel, ...ours, ...room, ...simulation, ...tables, ...form };
