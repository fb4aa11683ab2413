import { createCases } from './createCases';
import { firstCases } from './firstCases';
import { gitSecretCases } from './gitSecretCases';
import { otherCases } from './otherCases';
import { strangerCases } from './strangerCases';

export { roleCases, roles } from './roleCases';
export type { ReplayCase } from './types';

/** Without authorization, in the order in which they were asked. */
export const plainCases = [
  ...firstCases,
  ...createCases,
  ...strangerCases,
  ...gitSecretCases,
  ...otherCases,
];
