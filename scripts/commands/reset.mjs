import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateDir } from '../paths.mjs';
import { Failure } from '../setup/failure.mjs';
import { isState, portalPid } from '../state.mjs';

/** Removes the state of the demo portal. */
export async function run() {
  const dir = stateDir();
  if (!existsSync(dir)) {
    console.log(`Nothing to reset: there is no ${dir}.`);
    return 0;
  }
  if (!isState(dir)) {
    throw new Failure(
      `${dir} is not a state folder of Strongroom, so it is not removed.`,
      'Check STRONGROOM_STATE.',
    );
  }
  const pid = portalPid(dir);
  if (pid) {
    throw new Failure(
      `The portal still runs on ${dir} (process ${pid}).`,
      'Stop it with Ctrl-C first, then run `npm run reset` again.',
    );
  }
  const { files, bytes } = measure(dir);
  console.log(
    `Removing ${dir}: the demo's databases, its embedded cluster and their logs (${files} files, ${(
      bytes / 1e6
    ).toFixed(1)} MB).`,
  );
  rmSync(dir, { recursive: true, force: true });
  console.log('Done. The next `npm start` begins with a fresh estate.');
  return 0;
}

function measure(dir) {
  const total = { files: 0, bytes: 0 };
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    const part = entry.isDirectory()
      ? measure(path)
      : { files: 1, bytes: lstatSync(path).size };
    total.files += part.files;
    total.bytes += part.bytes;
  }
  return total;
}
