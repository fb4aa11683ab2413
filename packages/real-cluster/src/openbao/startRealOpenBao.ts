import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Watchdog } from '../processes';
import { obtainPrograms } from '../programs';
import type { ObtainedProgram, Progress } from '../programs';
import type { RealKv } from '../types';
import { startOpenBao } from './startOpenBao';

/** OpenBao by itself, without any cluster. @public */
export interface RealOpenBao extends RealKv {
  /** Path of its certificate authority, PEM; its certificate is for 127.0.0.1, `localhost` and `bao.example`. */
  caFile: string;
  /** Every request and answer, as its audit device has written them. */
  auditLog(): string;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts OpenBao alone on 127.0.0.1, with TLS, raft storage and KV v2 at `secret`: for what needs a store and no
 * cluster, and so no Go to build one. Nothing is left of it after `stop()`, nor when this process ends otherwise.
 *
 * @throws when the program cannot be had, or does not start
 * @public
 */
export async function startRealOpenBao(
  options: { program?: ObtainedProgram; progress?: Progress } = {},
): Promise<RealOpenBao> {
  const program =
    options.program ?? (await obtainPrograms(['bao'], options.progress)).bao;
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-bao-'));
  const watchdog = Watchdog.start(folder);
  try {
    const kv = await startOpenBao({ program, folder, watchdog });
    const caFile = join(folder, 'ca.crt');
    writeFileSync(caFile, Buffer.from(kv.caData, 'base64'));
    return {
      ...kv,
      caFile,
      auditLog: () => readFileSync(join(folder, 'audit.log'), 'utf8'),
      stop: () => watchdog.end(),
    };
  } catch (error) {
    await watchdog.end();
    throw error;
  }
}
