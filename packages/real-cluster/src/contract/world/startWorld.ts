import { startEmbeddedWorld } from './startEmbeddedWorld';
import { startRealWorld } from './startRealWorld';
import type { World } from './types';

/** Starts the world that the environment names in `STRONGROOM_WORLD`: `embedded`, the default, or `real`. */
export async function startWorld(): Promise<World> {
  const { deleteLater, ...world } =
    process.env.STRONGROOM_WORLD === 'real'
      ? await startRealWorld()
      : await startEmbeddedWorld();
  let count = 0;
  const namespace = async () => {
    count += 1;
    const name = `case-${Date.now().toString(36)}-${count}`;
    const { code, text } = await world.api.post('/api/v1/namespaces', {
      metadata: { name },
    });
    if (code !== 201) {
      throw new Error(`No namespace ${name}: ${text}`);
    }
    deleteLater?.(`/api/v1/namespaces/${name}`);
    return name;
  };
  return { ...world, namespace };
}
