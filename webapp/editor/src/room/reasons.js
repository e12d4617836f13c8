/** Why a library could not show a file, in words; bpmn.io says it in English only. */
const REASONS = [
  [ /^unsupported DMN ([\d.]+)/, 'the file is written in DMN {1}; files of DMN 1.2 to 1.5 can be opened. Save it in one of these with the tool it came from.' ],
  [ /^failed to parse document as <(\w+):/, 'the file is no {1} file, or its root element is wrong.' ],
  [ /^unparsable content (<[^>]*>)?[^]*line: (\d+)/, 'line {2} of the file cannot be read {1}.' ],
  [ /^no (diagram|process or collaboration) to display/, 'the file holds no process that could be drawn.' ],
  [ /^«fields»/, 'the file is no form: it has no list «fields».' ],
  [ /^already rendered|^multiple DI elements|^no parent for|^no plane for/, 'its picture contradicts itself: an element is drawn twice or in the wrong place.' ]
];

/** One sentence, without the name of the file. */
export function reason(error, translate) {
  for (const [ pattern, sentence ] of REASONS) {
    const found = error.message.match(pattern);
    if (found) {
      return translate(sentence, { 1: found[1] ?? '', 2: found[2] ?? '' });
    }
  }
  return error.told ? error.message : translate('the editor stops at it («{message}»).', { message: error.message });
}

/** An error whose message is already a sentence in the reader's language. */
export function told(message) {
  return Object.assign(new Error(message), { told: true });
}
