import { KubeConfig } from '@kubernetes/client-node';
import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { stat } from 'node:fs/promises';
import https from 'node:https';
import { isLoopback } from './isLoopback';
import { ClusterConfig, Endpoint, EndpointSource } from './types';

const MAX_AGE_MS = 5_000;

/**
 * Takes address and credentials from a kubeconfig, from the pod's service account or from files of a CA and a token.
 * Files are looked at again every 5 seconds and after a refusal, so that rotation needs no restart.
 */
export class KubeConfigEndpointSource implements EndpointSource {
  readonly #cluster: ClusterConfig;
  #loaded: { kubeConfig: KubeConfig; modified: number } | undefined;
  #resolved: { endpoint: Promise<Endpoint>; at: number } | undefined;

  private constructor(cluster: ClusterConfig) {
    this.#cluster = cluster;
  }

  static create(cluster: ClusterConfig): KubeConfigEndpointSource {
    return new KubeConfigEndpointSource(cluster);
  }

  resolve(): Promise<Endpoint> {
    if (!this.#resolved || Date.now() - this.#resolved.at > MAX_AGE_MS) {
      const endpoint = this.#read();
      this.#resolved = { endpoint, at: Date.now() };
      endpoint.catch(() => {
        if (this.#resolved?.endpoint === endpoint) {
          this.#resolved = undefined;
        }
      });
    }
    return this.#resolved.endpoint;
  }

  invalidate(): void {
    this.#resolved = undefined;
    this.#loaded = undefined;
  }

  async #read(): Promise<Endpoint> {
    const kubeConfig = await this.#kubeConfig();
    const server = kubeConfig.getCurrentCluster();
    if (!server || !URL.canParse(server.server)) {
      throw this.#refuse('names no usable API server');
    }
    const url = new URL(server.server);
    if (!['https:', 'http:'].includes(url.protocol)) {
      throw this.#refuse('has an address that is neither https nor http');
    }
    if (server.proxyUrl) {
      throw this.#refuse('asks for a proxy, which is not supported');
    }
    if (!isLoopback(url.hostname)) {
      if (server.skipTLSVerify) {
        throw this.#refuse(
          'switches TLS verification off, which is refused for other machines; name its certificate authority instead',
        );
      }
      if (url.protocol === 'http:') {
        throw this.#refuse('would send credentials without TLS');
      }
    }
    const options: https.RequestOptions = {};
    await withDeadline(
      this.#cluster.timeoutMs,
      applyCredentials(kubeConfig, options),
    ).catch(() => {
      // The cause may quote a file or the output of a credential program.
      throw new StoreError(
        'Unauthenticated',
        `The credentials of cluster ${
          this.#cluster.name
        } could not be obtained.`,
      );
    });
    const headers = readHeaders(options);
    if (this.#cluster.impersonate && 'Impersonate-User' in headers) {
      throw this.#refuse(
        'speaks for somebody else already, so it cannot speak for callers',
      );
    }
    return {
      url,
      headers,
      auth: options.auth ?? undefined,
      tls: {
        ca: options.ca,
        cert: options.cert,
        key: options.key,
        pfx: options.pfx,
        passphrase: options.passphrase,
        servername: options.servername,
        rejectUnauthorized: !server.skipTLSVerify,
      },
    };
  }

  async #kubeConfig(): Promise<KubeConfig> {
    const { access } = this.#cluster;
    let modified = 0;
    if (access.type === 'kubeconfig') {
      modified = await stat(access.path).then(
        file => file.mtimeMs,
        () => {
          throw this.#refuse('cannot be read');
        },
      );
    }
    if (this.#loaded?.modified === modified) {
      return this.#loaded.kubeConfig;
    }
    const kubeConfig = this.#load();
    this.#loaded = { kubeConfig, modified };
    return kubeConfig;
  }

  #load(): KubeConfig {
    const { access } = this.#cluster;
    const kubeConfig = new KubeConfig();
    switch (access.type) {
      case 'inCluster':
        if (!process.env.KUBERNETES_SERVICE_HOST) {
          throw this.#refuse('is only there inside a pod', 'service account');
        }
        kubeConfig.loadFromCluster();
        return kubeConfig;
      case 'server':
        kubeConfig.loadFromOptions({
          clusters: [
            {
              name: 'server',
              server: access.url,
              caFile: access.caFile,
              skipTLSVerify: false,
            },
          ],
          users: [
            {
              name: 'token',
              authProvider: access.tokenFile && {
                name: 'tokenFile',
                config: { tokenFile: access.tokenFile },
              },
            },
          ],
          contexts: [{ name: 'server', cluster: 'server', user: 'token' }],
          currentContext: 'server',
        });
        return kubeConfig;
      default:
        try {
          kubeConfig.loadFromFile(access.path);
        } catch {
          throw this.#refuse('is not a valid kubeconfig');
        }
        if (access.context) {
          kubeConfig.setCurrentContext(access.context);
        }
        if (!kubeConfig.getContextObject(kubeConfig.getCurrentContext())) {
          throw this.#refuse('has no such context');
        }
        return kubeConfig;
    }
  }

  #refuse(problem: string, subject?: string): StoreError {
    const { access, name } = this.#cluster;
    const what =
      subject ?? (access.type === 'kubeconfig' ? 'kubeconfig' : 'connection');
    return new StoreError(
      'Unavailable',
      `The ${what} of cluster ${name} ${problem}.`,
    );
  }
}

/** Runs the credential sources of a kubeconfig: tokens, files, certificates and programs. */
async function applyCredentials(
  kubeConfig: KubeConfig,
  options: https.RequestOptions,
): Promise<void> {
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster?.server.startsWith('http:')) {
    // client-node builds no agent for http otherwise; only loopback comes this far.
    kubeConfig.clusters = kubeConfig.clusters.map(candidate =>
      candidate === cluster ? { ...candidate, skipTLSVerify: true } : candidate,
    );
  }
  await kubeConfig.applyToHTTPSOptions(options);
}

function readHeaders(options: https.RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (typeof value === 'string') {
      // A token file often ends with a line break, which is no part of the token.
      headers[name] = value.trim();
    }
  }
  return headers;
}

async function withDeadline<T>(
  milliseconds: number,
  work: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('deadline')), milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
