import {
  FieldProblem,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsSettings } from '../../config';
import { problem } from './checkMetadata';

/** Checks that type and category are among those that this installation offers. */
export function checkOffered(
  { type, category = 'generic' }: Pick<SecretDraft, 'type' | 'category'>,
  { installation: { types, categories } }: SecretsSettings,
): FieldProblem[] {
  return [
    ...problem(
      'type',
      types.includes(type)
        ? undefined
        : 'This type is not offered in this installation.',
    ),
    ...problem(
      'category',
      categories.includes(category)
        ? undefined
        : 'This category is not offered in this installation.',
    ),
  ];
}
