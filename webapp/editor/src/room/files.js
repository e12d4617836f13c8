const TYPES = { bpmn: 'application/xml', dmn: 'application/xml', form: 'application/json' };
const ENDINGS = { bpmn: 'bpmn', dmn: 'dmn', form: 'json' };

/** Hand a text to the person as a file. */
export function download(kind, key, text) {
  const address = URL.createObjectURL(new Blob([ text ], { type: TYPES[kind] }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${key}.${ENDINGS[kind]}`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
