import { PLANE_KINDS } from '@strongroom/backstage-plugin-secrets-common';
import { z } from 'zod';
import { createSecretRule } from './createSecretRule';
import { Answer } from './types';

function answer(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}

const oneOfTwo = { error: 'Give either a list or a prefix' };

/** The secret's namespace is one of those listed. */
const isInNamespace = createSecretRule({
  name: 'IS_IN_NAMESPACE',
  description: 'Allow secrets in any of these namespaces',
  paramsSchema: z.strictObject({
    namespaces: z.array(z.string()).describe('Names of namespaces'),
  }),
  prepare: ({ namespaces }) => {
    const names = new Set(namespaces);
    return attributes => answer(names.has(attributes.namespace));
  },
});

/** The namespace carries a label, with that value when one is given. */
const hasNamespaceLabel = createSecretRule({
  name: 'HAS_NAMESPACE_LABEL',
  description: 'Allow secrets in namespaces that carry this label',
  paramsSchema: z.strictObject({
    key: z.string().min(1).describe('Key of the label'),
    value: z
      .string()
      .optional()
      .describe('Value of the label; any when absent'),
  }),
  prepare:
    ({ key, value }) =>
    ({ namespaceLabels }) =>
      answer(
        Object.hasOwn(namespaceLabels, key) &&
          (value === undefined || namespaceLabels[key] === value),
      ),
});

/** One of the namespace's owners is among the claims, which the policy takes from the caller. */
const isNamespaceOwner = createSecretRule({
  name: 'IS_NAMESPACE_OWNER',
  description: 'Allow secrets in namespaces owned by any of these entities',
  paramsSchema: z.strictObject({
    claims: z
      .array(z.string())
      .describe("The caller's ownership entity refs, such as group:default/a"),
  }),
  prepare: ({ claims }) => {
    const refs = new Set(claims.map(claim => claim.toLocaleLowerCase('en-US')));
    return attributes =>
      answer(attributes.namespaceOwners.some(owner => refs.has(owner)));
  },
});

/** The secret has one of the names, or a name that begins so. */
const hasName = createSecretRule({
  name: 'HAS_NAME',
  description: 'Allow secrets with any of these names, or with this prefix',
  paramsSchema: z
    .strictObject({
      names: z.array(z.string()).optional().describe('Names of secrets'),
      prefix: z.string().min(1).optional().describe('Beginning of the name'),
    })
    .refine(
      ({ names, prefix }) => (names === undefined) !== (prefix === undefined),
      oneOfTwo,
    ),
  prepare: ({ names, prefix }) => {
    const known = new Set(names);
    return ({ name }) => {
      if (name === undefined) {
        return prefix !== undefined || known.size > 0 ? 'maybe' : 'no';
      }
      return answer(
        prefix === undefined ? known.has(name) : name.startsWith(prefix),
      );
    };
  },
});

/** The secret is of one of the types. */
const hasType = createSecretRule({
  name: 'HAS_TYPE',
  description: 'Allow secrets of any of these types',
  paramsSchema: z.strictObject({
    types: z
      .array(z.string())
      .describe('Types of the Kubernetes Secret, such as kubernetes.io/tls'),
  }),
  prepare: ({ types }) => {
    const known = new Set(types);
    return ({ type }) => {
      if (type === undefined) {
        return known.size > 0 ? 'maybe' : 'no';
      }
      return answer(known.has(type));
    };
  },
});

/** The secret's value goes to one of the planes. */
const hasPlane = createSecretRule({
  name: 'HAS_PLANE',
  description: 'Allow secrets whose target is any of these planes',
  paramsSchema: z.strictObject({
    planes: z
      .array(z.string().regex(new RegExp(`^(${PLANE_KINDS.join('|')})/[^/]+$`)))
      .describe('Planes as kind and name, such as ClusterDataPlane/default'),
  }),
  prepare: ({ planes }) => {
    const known = new Set(planes);
    return ({ plane }) => {
      if (plane === undefined) {
        return known.size > 0 ? 'maybe' : 'no';
      }
      return answer(known.has(`${plane.kind}/${plane.name}`));
    };
  },
});

/** Every key that is set, removed, linked or revealed is among those given. */
const touchesOnlyKeys = createSecretRule({
  name: 'TOUCHES_ONLY_KEYS',
  description:
    'Allow operations that touch no other keys than these, or keys with this prefix',
  paramsSchema: z
    .strictObject({
      keys: z.array(z.string()).optional().describe('Keys of the secret'),
      prefix: z.string().min(1).optional().describe('Beginning of the key'),
    })
    .refine(
      ({ keys, prefix }) => (keys === undefined) !== (prefix === undefined),
      oneOfTwo,
    ),
  prepare: ({ keys, prefix }) => {
    const known = new Set(keys);
    const covers = (key: string) =>
      prefix === undefined ? known.has(key) : key.startsWith(prefix);
    return ({ touches }) => {
      if (touches === undefined) {
        return 'maybe';
      }
      if (touches === 'none' || touches === 'all') {
        return answer(touches === 'none');
      }
      return answer(touches.every(covers));
    };
  },
});

/**
 * The rules on secrets. Labels and category of a secret are no basis for one: whoever may write it can change them.
 * @public
 */
export const secretRules = {
  isInNamespace,
  hasNamespaceLabel,
  isNamespaceOwner,
  hasName,
  hasType,
  hasPlane,
  touchesOnlyKeys,
};
