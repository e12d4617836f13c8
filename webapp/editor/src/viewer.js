/**
 * Shows a BPMN diagram in every `<div data-bpmn-url>` of the page, also in those htmx brings later.
 * The attributes it reads are listed in README.md.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './viewer.css';

import { addBadges } from './badges.js';
import { addKeys } from './keys.js';
import { addToolbar } from './toolbar.js';

/** Below this scale the texts of a step cannot be read. */
const LEGIBLE = 0.6;
const MARGIN = 16;
/** The zoom buttons lie over this much of the frame's top, in pixels. */
const TOOLBAR = 52;

const mounted = new WeakSet();

async function read(url) {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) {
    throw new Error(`${url}: HTTP ${response.status}`);
  }
  return response;
}

/** The wheel scrolls the page until the diagram has the focus, then it moves the diagram. */
function newViewer(container) {
  const zoomScroll = { enabled: false };
  const viewer = new NavigatedViewer({ container, zoomScroll });
  viewer.get('eventBus').on('canvas.focus.changed', ({ focused }) => {
    zoomScroll.enabled = focused;
    viewer.get('zoomScroll').toggle(focused && container.matches(':hover'));
  });
  return viewer;
}

/** As wide as the frame and from the top: a tall diagram shown whole would be too small to read. */
function fitWidth(canvas) {
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(1, Math.max(LEGIBLE, outer.width / (inner.width + 2 * MARGIN)));
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({
    x: inner.x - Math.max(MARGIN, (width - inner.width) / 2),
    y: inner.y - Math.max(TOOLBAR / scale, (height - inner.height) / 2),
    width,
    height
  });
}

function highlight(viewer, ids) {
  const canvas = viewer.get('canvas');
  const registry = viewer.get('elementRegistry');
  for (const id of ids.split(/\s+/).filter(Boolean)) {
    if (registry.get(id)) {
      canvas.addMarker(id, 'dd-highlight');
    } else {
      console.warn(`dondoc: no element ${id} in this diagram to highlight`);
    }
  }
}

async function show(host, canvasElement) {
  const { bpmnUrl, overlaysUrl, labelCanvas } = host.dataset;
  const [ xml, overlays ] = await Promise.all([
    read(bpmnUrl).then(r => r.text()),
    overlaysUrl ? read(overlaysUrl).then(r => r.json()) : null
  ]);
  const viewer = newViewer(canvasElement);
  await viewer.importXML(xml);
  fitWidth(viewer.get('canvas'));
  const svg = canvasElement.querySelector('svg[tabindex]');
  svg.setAttribute('aria-label', labelCanvas || 'BPMN');
  addKeys(svg, viewer);
  highlight(viewer, host.dataset.highlight || '');
  if (overlays) {
    addBadges(viewer, overlays.elements);
  }
  addToolbar(host, viewer);
}

function fail(host, error) {
  console.error('dondoc:', error);
  const message = document.createElement('p');
  message.className = 'dd-viewer-error';
  message.setAttribute('role', 'alert');
  message.textContent = host.dataset.labelError || 'Không hiển thị được sơ đồ.';
  host.replaceChildren(message);
}

async function mount(host) {
  if (mounted.has(host)) {
    return;
  }
  mounted.add(host);
  host.dataset.state = 'loading';
  host.classList.add('dd-viewer');
  const canvasElement = document.createElement('div');
  canvasElement.className = 'dd-viewer-canvas';
  host.replaceChildren(canvasElement);
  try {
    await show(host, canvasElement);
    host.dataset.state = 'ready';
  } catch (error) {
    fail(host, error);
    host.dataset.state = 'failed';
  }
}

function mountAll(root) {
  if (root.matches?.('[data-bpmn-url]')) {
    mount(root);
  }
  root.querySelectorAll('[data-bpmn-url]').forEach(mount);
}

function start() {
  mountAll(document);
  document.body.addEventListener('htmx:load', event => mountAll(event.target));
}

if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', start);
} else {
  start();
}
