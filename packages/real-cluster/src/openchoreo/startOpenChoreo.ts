import { ClusterApi, PlaneDirectory } from './cluster';
import { GitSecretService } from './gitSecrets';
import { createRoutes, OpenChoreoServer } from './http';
import { freePorts } from '../processes';
import { ReferenceService } from './references';
import { SecretService } from './secrets';
import { OpenChoreoOptions } from './types';

/** A running stand-in. @public */
export interface OpenChoreo {
  /** `http://127.0.0.1:<port>` */
  url: string;
  stop(): Promise<void>;
}

/**
 * A stand-in for openchoreo-api 1.2.3: answers and writes as its Secret API, its older API of git secrets and its API of
 * references were recorded to. It writes to the API servers that it is given, without External Secrets of its own.
 * @public
 */
export async function startOpenChoreo(
  options: OpenChoreoOptions,
): Promise<OpenChoreo> {
  const controlPlane = ClusterApi.create(options.controlPlane);
  const planes = PlaneDirectory.create(controlPlane, options.planes);
  const [port] = await freePorts(1);
  const server = await OpenChoreoServer.listen({
    port,
    roles: options.roles,
    routes: createRoutes({
      controlPlane,
      secrets: SecretService.create(controlPlane, planes),
      references: ReferenceService.create(controlPlane),
      gitSecrets: GitSecretService.create(controlPlane, planes),
    }),
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      planes.close();
      controlPlane.close();
    },
  };
}
