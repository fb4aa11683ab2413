import {
  HttpAnswer,
  HttpClient,
  Occ,
  startOpenChoreo,
} from '@strongroom/real-cluster';
import { startPortal, StartPortalOptions, TestPortal } from './startPortal';

/** A portal, and the stand-in of OpenChoreo beside it on the same clusters. */
export interface SharedEstate {
  portal: TestPortal;
  /** OpenChoreo's HTTP API. */
  api: OpenChoreoApi;
  /** Its command line. */
  occ: Occ;
  stop(): Promise<void>;
}

/** Requests to OpenChoreo's HTTP API. */
export interface OpenChoreoApi {
  send(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
  /** The Secret API's path of a namespace, or of a secret. */
  secrets(namespace: string, name?: string): string;
}

/** Starts both on real clusters: what OpenChoreo writes it applies by the server, which the embedded ones do not do. */
export async function startWithOpenChoreo(
  options?: StartPortalOptions,
): Promise<SharedEstate> {
  const portal = await startPortal(options);
  const cluster = portal.world.clusters['control-plane'];
  const openChoreo = await startOpenChoreo({
    controlPlane: cluster,
    planes: { default: cluster },
  });
  const client = HttpClient.create({ url: openChoreo.url });
  return {
    portal,
    api: {
      send: (method, path, body) => client.send(method, path, { body }),
      secrets: (namespace, name) =>
        `/api/v1alpha1/namespaces/${namespace}/secrets${
          name ? `/${name}` : ''
        }`,
    },
    occ: Occ.create({ url: openChoreo.url }),
    async stop() {
      await openChoreo.stop();
      await portal.stop();
    },
  };
}
