import { capabilitiesOn } from './capabilitiesOn';
import { KvError } from './KvError';
import { KvState } from './KvState';
import { parsePolicy, PolicyRule } from './parsePolicy';
import { KvToken } from './types';

const builtIn: Record<string, string> = {
  default: `
    path "auth/token/lookup-self" { capabilities = ["read"] }
    path "auth/token/renew-self" { capabilities = ["update"] }
    path "auth/token/revoke-self" { capabilities = ["update"] }
    path "sys/capabilities-self" { capabilities = ["update"] }
    path "sys/internal/ui/resultant-acl" { capabilities = ["read"] }
  `,
};

/** Decides what a token may do by its policies. @internal */
export class AccessControl {
  readonly #state: KvState;

  private constructor(state: KvState) {
    this.#state = state;
  }

  static create(state: KvState): AccessControl {
    return new AccessControl(state);
  }

  /** The text of a policy, `undefined` when there is none of that name. */
  policy(name: string): string | undefined {
    return this.#state.policies.get(name) ?? builtIn[name];
  }

  policyNames(): string[] {
    const names = new Set([
      ...Object.keys(builtIn),
      ...this.#state.policies.keys(),
      'root',
    ]);
    return [...names].sort();
  }

  /** @throws KvError 400 when the text is no policy */
  setPolicy(name: string, text: string): void {
    parsePolicy(text);
    this.#state.policies.set(name, text);
  }

  deletePolicy(name: string): void {
    this.#state.policies.delete(name);
  }

  capabilities(token: KvToken, path: string, isList = false): Set<string> {
    return token.policies.includes('root')
      ? new Set(['root'])
      : capabilitiesOn(this.#rulesOf(token), path, isList);
  }

  /** @throws KvError 403 */
  require(token: KvToken, path: string, capability: string): void {
    const held = this.capabilities(token, path, capability === 'list');
    if (!held.has('root') && !held.has(capability)) {
      throw KvError.wrapped(403, 'permission denied');
    }
  }

  /** Whether any rule of the token reaches into a mount. */
  reaches(token: KvToken, mountPath: string): boolean {
    return (
      token.policies.includes('root') ||
      this.#rulesOf(token).some(
        rule =>
          rule.capabilities.length > 0 &&
          !rule.capabilities.includes('deny') &&
          overlaps(rule.pattern, `${mountPath}/`),
      )
    );
  }

  #rulesOf(token: KvToken): PolicyRule[] {
    return token.policies.flatMap(name => {
      const text = this.policy(name);
      return text ? parsePolicy(text) : [];
    });
  }
}

function overlaps(pattern: string, mount: string): boolean {
  const fixed = pattern.split(/[+*]/)[0];
  return fixed === pattern
    ? pattern.startsWith(mount)
    : fixed.startsWith(mount) || mount.startsWith(fixed);
}
