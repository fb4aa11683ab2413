import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { EstateContent, ValueRecipe } from '../types';
import { makeCertificate } from './makeCertificate';

const RANDOM: Record<Extract<ValueRecipe, string>, () => string> = {
  password: () => randomBytes(18).toString('base64url'),
  token: () => randomBytes(30).toString('base64url'),
  hex: () => randomBytes(32).toString('hex'),
  uuid: () => randomUUID(),
};

/** Makes the values of a secret by key, fresh each time. */
export async function makeValues(
  content: EstateContent,
): Promise<Record<string, string>> {
  switch (content.type) {
    case 'kubernetes.io/basic-auth':
      return { username: content.username, password: RANDOM.password() };
    case 'kubernetes.io/ssh-auth':
      return { 'ssh-privatekey': makeSshKey() };
    case 'kubernetes.io/dockerconfigjson':
      return { '.dockerconfigjson': makeDockerConfig(content) };
    case 'kubernetes.io/tls': {
      const { hosts, validDays } = content;
      const { certificate, key } = await makeCertificate(hosts, validDays);
      return { 'tls.crt': certificate, 'tls.key': key };
    }
    default:
      return followRecipes(content.values);
  }
}

/** Makes a value of each recipe. */
export function followRecipes(
  recipes: Record<string, ValueRecipe>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recipes).map(([key, recipe]) => [
      key,
      typeof recipe === 'string' ? RANDOM[recipe]() : recipe.text,
    ]),
  );
}

/** Names of the keys that {@link makeValues} makes, sorted. */
export function keysOf(content: EstateContent): string[] {
  switch (content.type) {
    case 'kubernetes.io/basic-auth':
      return ['password', 'username'];
    case 'kubernetes.io/ssh-auth':
      return ['ssh-privatekey'];
    case 'kubernetes.io/dockerconfigjson':
      return ['.dockerconfigjson'];
    case 'kubernetes.io/tls':
      return ['tls.crt', 'tls.key'];
    default:
      return Object.keys(content.values).sort();
  }
}

/** An ECDSA key in the form that ssh-keygen calls PEM. */
function makeSshKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}

function makeDockerConfig({
  server,
  username,
}: Extract<EstateContent, { type: 'kubernetes.io/dockerconfigjson' }>): string {
  const password = RANDOM.password();
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return JSON.stringify({ auths: { [server]: { username, password, auth } } });
}
