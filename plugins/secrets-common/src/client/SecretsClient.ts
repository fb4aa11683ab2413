import {
  ActivityPage,
  Adoption,
  Delivery,
  EntitySecret,
  FindingList,
  InstallationConfig,
  LinkDraft,
  ListActivityQuery,
  ListFindingsQuery,
  ListSecretsQuery,
  Namespace,
  Plane,
  RecordVerification,
  Repair,
  RepairRequest,
  SecretDetails,
  SecretDraft,
  SecretPage,
  SecretPatch,
  SecretReplacement,
  SecretSummary,
  SecretValidation,
  SecretVersion,
} from '../types';
import {
  ChangeOptions,
  DeleteOutcome,
  EntityName,
  RequestOptions,
  SecretKeyRef,
  SecretsApi,
  WriteOptions,
} from './SecretsApi';
import { SecretsApiError } from './SecretsApiError';

/** @public */
export interface SecretsClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

interface Call extends RequestOptions {
  method?: string;
  body?: unknown;
  headers?: Record<string, string | undefined>;
}

/**
 * Calls the secrets backend through the portal's own discovery and fetch.
 * @public
 */
export class SecretsClient implements SecretsApi {
  readonly #options: SecretsClientOptions;

  constructor(options: SecretsClientOptions) {
    this.#options = options;
  }

  async getConfig(options?: RequestOptions): Promise<InstallationConfig> {
    return this.#json('/config', options);
  }

  async listNamespaces(options?: RequestOptions): Promise<Namespace[]> {
    return this.#items('/namespaces', options);
  }

  async listPlanes(
    namespace: string,
    options?: RequestOptions,
  ): Promise<Plane[]> {
    return this.#items(path`/namespaces/${namespace}/planes`, options);
  }

  async listSecrets(
    query: ListSecretsQuery,
    options?: RequestOptions,
  ): Promise<SecretPage> {
    return this.#json(`/secrets${queryString(query)}`, options);
  }

  async getSecret(
    ref: SecretKeyRef,
    options?: RequestOptions,
  ): Promise<SecretDetails> {
    return this.#json(secretPath(ref), options);
  }

  async createSecret(
    namespace: string,
    draft: SecretDraft,
    options?: WriteOptions,
  ): Promise<SecretDetails> {
    return this.#json(path`/namespaces/${namespace}/secrets`, {
      ...write('POST', options),
      body: draft,
    });
  }

  async validateSecret(
    namespace: string,
    draft: SecretDraft,
    options?: RequestOptions,
  ): Promise<SecretValidation> {
    return this.#json(path`/namespaces/${namespace}/secret-validations`, {
      ...options,
      method: 'POST',
      body: draft,
    });
  }

  async deleteSecret(
    ref: SecretKeyRef,
    options?: WriteOptions & { etag?: string },
  ): Promise<DeleteOutcome> {
    const response = await this.#send(
      secretPath(ref),
      write('DELETE', options),
    );
    if (response.status === 204) {
      return { confirmed: true };
    }
    const secret: SecretSummary = await response.json();
    return { confirmed: false, secret };
  }

  async getDelivery(
    ref: SecretKeyRef,
    options?: RequestOptions,
  ): Promise<Delivery> {
    return this.#json(`${secretPath(ref)}/delivery`, options);
  }

  async getManifest(
    ref: SecretKeyRef,
    options?: RequestOptions,
  ): Promise<string> {
    const response = await this.#send(`${secretPath(ref)}/manifest`, options);
    return response.text();
  }

  async listEntitySecrets(
    entity: EntityName,
    options?: RequestOptions,
  ): Promise<EntitySecret[]> {
    const { kind, namespace, name } = entity;
    return this.#items(
      path`/entities/${kind}/${namespace}/${name}/secrets`,
      options,
    );
  }

  async updateSecret(
    ref: SecretKeyRef,
    patch: SecretPatch,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    return this.#json(secretPath(ref), {
      ...write('PATCH', options),
      body: patch,
    });
  }

  async replaceSecretData(
    ref: SecretKeyRef,
    replacement: SecretReplacement,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    return this.#json(`${secretPath(ref)}/data`, {
      ...write('PUT', options),
      body: replacement,
    });
  }

  async syncSecret(
    ref: SecretKeyRef,
    options?: WriteOptions,
  ): Promise<Delivery> {
    return this.#json(`${secretPath(ref)}/sync`, write('POST', options));
  }

  async listVersions(
    ref: SecretKeyRef,
    options?: RequestOptions & { against?: string },
  ): Promise<SecretVersion[]> {
    const query = queryString({ against: options?.against });
    return this.#items(`${secretPath(ref)}/versions${query}`, options);
  }

  async restoreVersion(
    ref: SecretKeyRef,
    version: string,
    options: ChangeOptions,
  ): Promise<SecretDetails> {
    return this.#json(
      `${secretPath(ref)}${path`/versions/${version}/restore`}`,
      write('POST', options),
    );
  }

  async linkSecret(
    namespace: string,
    draft: LinkDraft,
    options?: WriteOptions,
  ): Promise<SecretDetails> {
    return this.#json(path`/namespaces/${namespace}/references`, {
      ...write('POST', options),
      body: draft,
    });
  }

  async adoptSecret(
    ref: SecretKeyRef,
    options: ChangeOptions & { dryRun?: boolean },
  ): Promise<Adoption> {
    const query = queryString({ dryRun: options.dryRun });
    return this.#json(
      `${secretPath(ref)}/adopt${query}`,
      write('POST', options),
    );
  }

  async listActivity(
    query: ListActivityQuery,
    options?: RequestOptions,
  ): Promise<ActivityPage> {
    return this.#json(`/activity${queryString(query)}`, options);
  }

  async listSecretActivity(
    ref: SecretKeyRef,
    query: Omit<ListActivityQuery, 'namespace' | 'name'>,
    options?: RequestOptions,
  ): Promise<ActivityPage> {
    return this.#json(
      `${secretPath(ref)}/activity${queryString(query)}`,
      options,
    );
  }

  async verifyRecord(
    options?: RequestOptions & { head?: string },
  ): Promise<RecordVerification> {
    const query = queryString({ head: options?.head });
    return this.#json(`/record/verification${query}`, options);
  }

  async listFindings(
    query: ListFindingsQuery,
    options?: RequestOptions,
  ): Promise<FindingList> {
    return this.#json(`/findings${queryString(query)}`, options);
  }

  async repairFinding(
    id: string,
    repair: RepairRequest,
    options?: WriteOptions & { dryRun?: boolean },
  ): Promise<Repair> {
    const query = queryString({ dryRun: options?.dryRun });
    return this.#json(`${path`/findings/${id}/repair`}${query}`, {
      ...write('POST', options),
      body: repair,
    });
  }

  async #items<T>(relative: string, call?: Call): Promise<T[]> {
    const { items } = await this.#json<{ items: T[] }>(relative, call);
    return items;
  }

  async #json<T>(relative: string, call?: Call): Promise<T> {
    const response = await this.#send(relative, call);
    return response.json();
  }

  async #send(relative: string, call: Call = {}): Promise<Response> {
    const baseUrl = await this.#options.discoveryApi.getBaseUrl('secrets');
    const headers = new Headers();
    for (const [name, value] of Object.entries(call.headers ?? {})) {
      if (value !== undefined) {
        headers.set(name, value);
      }
    }
    if (call.token) {
      headers.set('Authorization', `Bearer ${call.token}`);
    }
    if (call.body !== undefined) {
      headers.set('Content-Type', 'application/json');
    }
    const response = await this.#options.fetchApi.fetch(
      `${baseUrl}${relative}`,
      {
        method: call.method ?? 'GET',
        headers,
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        signal: call.signal,
      },
    );
    if (!response.ok) {
      throw await SecretsApiError.fromResponse(response);
    }
    return response;
  }
}

function write(
  method: string,
  options: (WriteOptions & { etag?: string }) | undefined,
): Call {
  return {
    signal: options?.signal,
    token: options?.token,
    method,
    headers: {
      'If-Match': options?.etag,
      'Idempotency-Key': options?.idempotencyKey,
    },
  };
}

function secretPath(ref: SecretKeyRef): string {
  return path`/namespaces/${ref.namespace}/secrets/${ref.name}`;
}

function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

function queryString(query: object): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== '') {
        parameters.append(name, String(item));
      }
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
