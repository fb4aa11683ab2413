import { Clock } from './clock';
import { FaultLayer } from './faults';
import { Certificates } from './kubernetes/access/createCertificates';
import { newToken, TokenAuthority } from './kubernetes/access/TokenAuthority';
import { ApiServer } from './kubernetes/http/ApiServer';
import { writeKubeconfig } from './kubernetes/kubeconfig';
import { RequestLog } from './kubernetes/RequestLog';
import { ClusterObjects } from './kubernetes/store/ClusterObjects';
import { DefaultResourceStore } from './kubernetes/store/DefaultResourceStore';
import { CustomResourceDefinition } from './kubernetes/types';
import { RevisionStorage } from './storage/RevisionStorage';
import { ServerSettings } from './storage/ServerSettings';
import { StateFile } from './storage/StateFile';
import { EmbeddedKubernetes } from './types';

/** @internal */
export interface StartKubernetesOptions {
  name: string;
  /** Absent: the one of the last run when it is free, else any. */
  port?: number;
  stateFile: StateFile;
  settings: ServerSettings;
  certificates: Certificates;
  clock: Clock;
  definitions: CustomResourceDefinition[];
  recordBodies: boolean;
}

/** Starts the API server of one cluster. @internal */
export async function startKubernetes(
  options: StartKubernetesOptions,
): Promise<{ cluster: EmbeddedKubernetes; stop(): Promise<void> }> {
  const { name, stateFile, settings, certificates, clock } = options;
  const storage = RevisionStorage.create({
    stateFile,
    name: `cluster/${name}`,
  });
  const objects = ClusterObjects.create({
    storage,
    clock,
    definitions: options.definitions,
    authority: certificates.authority,
  });
  const adminToken = settings.keep(`token/${name}`, newToken);
  const authority = TokenAuthority.create(adminToken);
  const faults = FaultLayer.create();
  const requestLog = RequestLog.create();
  const server = ApiServer.create({
    objects,
    authority,
    faults,
    requestLog,
    clock,
    certificate: certificates,
    recordBodies: options.recordBodies,
  });
  const port = await settings
    .start(`port/${name}`, options.port, wanted => server.listen(wanted))
    .catch(error => {
      objects.stop();
      throw error;
    });
  settings.set(`port/${name}`, String(port));
  const url = `https://127.0.0.1:${port}`;
  const caData = Buffer.from(certificates.authority).toString('base64');
  const cluster: EmbeddedKubernetes = {
    name,
    url,
    caData,
    adminToken,
    kubeconfig: () =>
      writeKubeconfig([{ name, url, caData, token: adminToken }]),
    store: DefaultResourceStore.create(objects),
    faults,
    requestLog,
    createToken: (rules, { username } = {}) =>
      authority.issue(rules, username ?? 'system:serviceaccount:default:test'),
    compact: () => storage.compact(),
  };
  const stop = async () => {
    objects.stop();
    await server.stop();
  };
  return { cluster, stop };
}
