import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SECRET } from '@strongroom/backstage-plugin-secrets-common';
import { Answer, SecretAttributes } from './types';

/** A rule with its parameters filled in: answers for one secret. */
export type AttributeTest = (attributes: SecretAttributes) => Answer;

/**
 * What permission rules of this plugin are decided on: a secret that is there, or one to come.
 * Rows are filtered in memory, so a rule's "query" is its test.
 * @public
 */
export const secretResourceRef = createPermissionResourceRef<
  SecretAttributes,
  AttributeTest
>().with({ pluginId: 'secrets', resourceType: RESOURCE_TYPE_SECRET });
