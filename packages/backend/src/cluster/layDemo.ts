import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { EstateKv, EstateTarget, layEstate, layFoundations } from '../estate';
import { certificateFile, storeTokenFile } from '../stateFolder';

const POLICY = {
  name: 'strongroom',
  file: '../../deploy/openbao/strongroom-policy.hcl',
};

/**
 * Writes `openbao.env`, from which a shell knows the KV store, and the token that the portal has there; and lays what
 * the demo shows.
 */
export async function layDemo(
  target: EstateTarget,
  options: {
    state: string;
    /** Leave the believable estate out. */
    empty: boolean;
  },
): Promise<void> {
  const { state, empty } = options;
  writeFileSync(path.join(state, 'openbao.env'), environmentOf(target, state), {
    mode: 0o600,
  });
  await layLogin(target.kv, state);
  await layFoundations(target);
  if (!empty) {
    await layEstate(target);
  }
}

/** Lets the portal into the KV store with the policy that is shipped, and with no other right. */
async function layLogin(kv: EstateKv, state: string): Promise<void> {
  const file = path.join(resolvePackagePath('backend'), POLICY.file);
  await kv.setPolicy(POLICY.name, readFileSync(file, 'utf8'));
  const token = await kv.createToken({ policies: ['default', POLICY.name] });
  writeFileSync(storeTokenFile(state), token, { mode: 0o600 });
}

function environmentOf({ kv }: EstateTarget, state: string): string {
  const { address, caData, token } = kv;
  const variables: Record<string, string> = { ADDR: address, TOKEN: token };
  if (caData) {
    const file = certificateFile(state);
    writeFileSync(file, Buffer.from(caData, 'base64'));
    variables.CACERT = file;
  }
  return ['BAO', 'VAULT']
    .flatMap(program =>
      Object.entries(variables).map(
        ([name, value]) => `export ${program}_${name}=${value}\n`,
      ),
    )
    .join('');
}
