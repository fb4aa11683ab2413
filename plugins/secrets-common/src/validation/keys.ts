import { FieldProblem, SecretType } from '../types';
import { explainSecretKey } from './names';
import { REQUIRED_KEYS } from './secretTypes';

/** Outcome of {@link checkKeys}. @public */
export interface KeyProblems {
  errors: FieldProblem[];
  warnings: FieldProblem[];
}

/**
 * Checks the names of all keys of a secret: the Kubernetes rules, the keys that its type must have, and keys that
 * readers may mix up.
 * @public
 */
export function checkKeys(
  type: SecretType,
  keys: readonly string[],
): KeyProblems {
  const errors = keys.flatMap(key => {
    const message = explainSecretKey(key);
    return message ? [{ field: `data.${key}`, message }] : [];
  });
  const present = new Set(keys);
  for (const key of REQUIRED_KEYS[type]) {
    if (!present.has(key)) {
      errors.push({
        field: `data.${key}`,
        message: `A secret of type ${type} needs the key "${key}".`,
      });
    }
  }
  return { errors, warnings: findLookAlikes(keys) };
}

function findLookAlikes(keys: readonly string[]): FieldProblem[] {
  const first = new Map<string, string>();
  const warnings: FieldProblem[] = [];
  for (const key of keys) {
    const folded = key.toLowerCase();
    const other = first.get(folded);
    if (other === undefined) {
      first.set(folded, key);
    } else if (other !== key) {
      warnings.push({
        field: `data.${key}`,
        message: `"${key}" and "${other}" differ only in capitals.`,
      });
    }
  }
  return warnings;
}
