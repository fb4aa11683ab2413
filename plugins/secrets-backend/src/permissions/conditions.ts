import { createConditionExports } from '@backstage/plugin-permission-node';
import { secretRules } from './rules';
import { secretResourceRef } from './secretResourceRef';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: secretResourceRef,
  rules: secretRules,
});

/**
 * Conditions for permission policies, such as `secretConditions.isNamespaceOwner({ claims })`.
 * @public
 */
export const secretConditions = conditions;

/**
 * Makes the decision of a permission policy out of {@link secretConditions}.
 * @public
 */
export const createSecretConditionalDecision = createConditionalDecision;
