/** The page of a draft of a form: `<div data-room data-kind="form">`, see README.md. */
import './form.css';

import { Builder } from './form/tool.js';
import { enter } from './room/enter.js';

enter((host, translate) => new Builder(host, translate), (builder, room) => builder.join(room));
