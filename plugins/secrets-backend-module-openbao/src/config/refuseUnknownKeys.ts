import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Refuses keys that would have no effect, so that a misspelt safeguard is not simply off. @throws InputError */
export function refuseUnknownKeys(
  config: Config,
  known: readonly string[],
  where: string,
): void {
  const unknown = config.keys().find(key => !known.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      `${where} has no setting '${unknown}' (known: ${known.join(', ')}).`,
    );
  }
}
