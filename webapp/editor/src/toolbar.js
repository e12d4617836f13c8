const SVG = 'http://www.w3.org/2000/svg';

const BUTTONS = [
  {
    label: 'labelZoomIn', fallback: 'Phóng to', path: 'M8 3v10M3 8h10',
    act: viewer => viewer.get('zoomScroll').stepZoom(1)
  },
  {
    label: 'labelZoomOut', fallback: 'Thu nhỏ', path: 'M3 8h10',
    act: viewer => viewer.get('zoomScroll').stepZoom(-1)
  },
  {
    label: 'labelZoomFit', fallback: 'Vừa khung', path: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
    act: viewer => viewer.get('canvas').zoom('fit-viewport', 'auto')
  }
];

function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** Zoom buttons, named by the host's data-label-zoom-in, data-label-zoom-out and data-label-zoom-fit. */
export function addToolbar(host, viewer) {
  const bar = document.createElement('div');
  bar.className = 'dd-viewer-toolbar';
  for (const { label, fallback, path, act } of BUTTONS) {
    const button = document.createElement('button');
    button.type = 'button';
    button.title = host.dataset[label] || fallback;
    button.setAttribute('aria-label', button.title);
    button.append(icon(path));
    button.addEventListener('click', () => act(viewer));
    bar.append(button);
  }
  host.prepend(bar);
}
