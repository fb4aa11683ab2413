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
