import { ObtainedProgram } from '@strongroom/real-cluster';
import { RealBao, startBao } from './startBao';
import { startStore, TestStore } from './startStore';

/** The real store, with an AppRole that has the shipped policy and no other of ours. */
export async function startRealStore(
  program: ObtainedProgram,
): Promise<TestStore & { bao: RealBao }> {
  const bao = await startBao(program);
  const store = await startStore({
    upstream: bao.upstream,
    rootToken: bao.root.token,
    auth: { appRole: await bao.appRole('portal') },
    seal: () => bao.seal(),
    unseal: () => bao.unseal(),
    stop: () => bao.stop(),
  });
  return { ...store, bao };
}
