export const slip = JSON.parse('{}');
export const use = slip.deep.deeper.deepest;
