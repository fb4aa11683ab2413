import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { HttpClient } from '../../http';
import { startRealCluster } from '../../startRealCluster';
import { RealCluster } from '../../types';
import { OpenChoreo, startOpenChoreo } from '../startOpenChoreo';
import { OpenChoreoOptions } from '../types';
import { Seed } from './seeds';

/**
 * One API server for control plane and planes, with the kinds of External Secrets but nobody who acts on them, as when the
 * cases were recorded.
 */
export class World {
  readonly #real: RealCluster;
  readonly #admin: HttpClient;

  private constructor(real: RealCluster) {
    this.#real = real;
    const { url, caData, adminToken } = real.clusters.openchoreo;
    this.#admin = HttpClient.create({
      url,
      ca: Buffer.from(caData, 'base64').toString(),
      headers: { Authorization: `Bearer ${adminToken}` },
    });
  }

  static async start(): Promise<World> {
    const real = await startRealCluster({
      clusters: ['openchoreo'],
      definitions: openChoreoDefinitions,
      withoutKv: true,
    });
    await real.clusters.openchoreo.externalSecrets!.kill();
    return new World(real);
  }

  async openChoreo(roles?: OpenChoreoOptions['roles']): Promise<OpenChoreo> {
    const cluster = this.#real.clusters.openchoreo;
    return startOpenChoreo({
      controlPlane: cluster,
      planes: { default: cluster },
      roles,
    });
  }

  async put(seeds: Seed[]): Promise<void> {
    for (const { collection, object } of seeds) {
      const { code, text } = await this.#admin.send('POST', collection, {
        body: object,
      });
      if (code !== 201) {
        throw new Error(`${collection}: ${text}`);
      }
    }
  }

  /** An object, or `undefined`. */
  async get(path: string): Promise<any> {
    const { code, body } = await this.#admin.send('GET', path);
    return code === 404 ? undefined : body;
  }

  async stop(): Promise<void> {
    this.#admin.close();
    await this.#real.stop();
  }
}
