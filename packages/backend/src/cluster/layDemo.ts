import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EstateTarget, layEstate, layFoundations } from '../estate';

/** Writes `openbao.env`, from which a shell knows the KV store, and lays what the demo shows. */
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
  await layFoundations(target);
  if (!empty) {
    await layEstate(target);
  }
}

function environmentOf({ kv }: EstateTarget, state: string): string {
  const { address, caData, token } = kv;
  const variables: Record<string, string> = { ADDR: address, TOKEN: token };
  if (caData) {
    const file = path.join(state, 'openbao-ca.crt');
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
