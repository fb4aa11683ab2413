import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRealCluster } from '../startRealCluster';
import type {
  RealCluster,
  RealProgram,
  StartRealClusterOptions,
} from '../types';
import { serveOrders } from './serveOrders';
import { CLUSTER_PROGRAMS, HeldCluster, ProgramDescription } from './types';

/** A real cluster that other processes use too. */
export interface HeldRealCluster {
  /** Path of the description that `connectRealCluster` reads; only its owner may. */
  file: string;
  stop(): Promise<void>;
}

/** Starts a real cluster and offers it to other processes until it is stopped. */
export async function holdRealCluster(
  options: StartRealClusterOptions,
): Promise<HeldRealCluster> {
  const real = await startRealCluster(options);
  const socket = join(real.folder, 'holder.sock');
  const server = await serveOrders(real, socket);
  const file = join(real.folder, 'cluster.json');
  writeFileSync(file, JSON.stringify(describe(real, socket), undefined, 2), {
    mode: 0o600,
  });
  return {
    file,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await real.stop();
    },
  };
}

function describe(real: RealCluster, socket: string): HeldCluster {
  const { folder, kv } = real;
  return {
    folder,
    socket,
    clusters: Object.values(real.clusters).map(
      ({ name, url, caData, adminToken, ...parts }) => ({
        name,
        url,
        caData,
        adminToken,
        programs: Object.fromEntries(
          CLUSTER_PROGRAMS.flatMap(program => {
            const part = parts[program];
            return part ? [[program, describeProgram(part)]] : [];
          }),
        ),
      }),
    ),
    kv: kv && {
      address: kv.address,
      caData: kv.caData,
      token: kv.token,
      unsealKey: kv.unsealKey,
      program: describeProgram(kv.program),
    },
  };
}

function describeProgram({ name, logFile }: RealProgram): ProgramDescription {
  return { name, logFile };
}
