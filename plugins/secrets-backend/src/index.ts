/**
 * The secrets backend: writes values to the stores of target planes and their references to the control plane.
 *
 * @packageDocumentation
 */
export { secretsPlugin as default } from './plugin';
export {
  createSecretConditionalDecision,
  secretConditions,
} from './permissions';
export { explainBroken } from './record/explainBroken';
export { parseHead } from './record/parseHead';
export { verifySecretsRecord } from './record/verifySecretsRecord';
export type { RecordHead } from './record/types';
export type { RecordVerification } from './record/verifyRecord';
