import { PermissionRuleParams } from '@backstage/plugin-permission-common';
import {
  createPermissionRule,
  PermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_SECRET } from '@strongroom/backstage-plugin-secrets-common';
import { z } from 'zod';
import { AttributeTest, secretResourceRef } from './secretResourceRef';
import { SecretAttributes } from './types';

/** One rule, written once: the framework's two-valued answer follows from the three-valued one. */
export interface SecretRuleOptions<TParams extends PermissionRuleParams> {
  name: string;
  description: string;
  paramsSchema: z.ZodType<TParams, TParams>;
  /** Takes the parameters apart once, so that testing a row costs next to nothing. */
  prepare(params: TParams): AttributeTest;
}

/** A rule of the framework that can also be prepared once and asked often. */
export type SecretRule<TParams extends PermissionRuleParams> = PermissionRule<
  SecretAttributes,
  AttributeTest,
  typeof RESOURCE_TYPE_SECRET,
  TParams
> & {
  /**
   * Checks parameters that came from a policy and fills them in.
   * @returns `undefined` when they do not fit the rule
   */
  prepareUnchecked(params: unknown): AttributeTest | undefined;
};

/** Makes a rule on secrets. For the framework an attribute that is not known yet means no. */
export function createSecretRule<TParams extends PermissionRuleParams>(
  options: SecretRuleOptions<TParams>,
): SecretRule<TParams> {
  const { name, description, paramsSchema, prepare } = options;
  const rule = createPermissionRule<typeof secretResourceRef, TParams>({
    name,
    description,
    resourceRef: secretResourceRef,
    paramsSchema,
    // The framework has checked the parameters; its own type for them is out of reach here.
    apply: (attributes: SecretAttributes, params: unknown) =>
      prepare(params as TParams)(attributes) === 'yes',
    toQuery: (params: unknown) => prepare(params as TParams),
  });
  return {
    ...rule,
    prepareUnchecked: params => {
      const parsed = paramsSchema.safeParse(params);
      return parsed.success ? prepare(parsed.data) : undefined;
    },
  };
}
