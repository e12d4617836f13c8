/** English where the sentence that bpmn.io wrote is not what an office would read. */
export const en = {
  bpmn: {
    'Create pool/participant': 'Create a pool (a tier of units)',
    'Unparsable FEEL expression.': 'This is no FEEL expression yet.'
  },
  dmn: {},
  form: {}
};
