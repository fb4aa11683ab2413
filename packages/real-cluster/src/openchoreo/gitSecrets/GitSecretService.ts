import {
  ClusterApi,
  ensureNamespace,
  kinds,
  Plane,
  PlaneDirectory,
} from '../cluster';
import { pushSpec, sourcesAt } from '../secrets/buildObjects';
import { ServiceError } from '../ServiceError';
import { Reference } from '../types';

/** A create of the older kind of git credentials. */
export interface GitSecretRequest {
  secretName: string;
  secretType: string;
  workflowPlaneKind: string;
  workflowPlaneName: string;
  username?: string;
  token?: string;
  sshKey?: string;
  sshKeyId?: string;
}

const categoryLabel = 'openchoreo.dev/secret-type';
const category = 'git-credentials';
const typeLabel = 'kubernetes.io/secret-type';
const planeKindLabel = 'openchoreo.dev/workflow-plane-kind';
const planeNameLabel = 'openchoreo.dev/workflow-plane-name';

/** The older API of git credentials: in namespaces of workflows, and left in the store when they are deleted. */
export class GitSecretService {
  readonly #controlPlane: ClusterApi;
  readonly #planes: PlaneDirectory;

  private constructor(controlPlane: ClusterApi, planes: PlaneDirectory) {
    this.#controlPlane = controlPlane;
    this.#planes = planes;
  }

  static create(
    controlPlane: ClusterApi,
    planes: PlaneDirectory,
  ): GitSecretService {
    return new GitSecretService(controlPlane, planes);
  }

  /** Whatever carries the label of the category, also when the Secret API made it. */
  async list(namespace: string): Promise<object> {
    const { items } = await this.#controlPlane.list<Reference>(
      kinds.reference,
      namespace,
    );
    const found = items.filter(isGitSecret).map(({ metadata }) => ({
      name: metadata.name,
      namespace,
      workflowPlaneKind: metadata.labels?.[planeKindLabel],
      workflowPlaneName: metadata.labels?.[planeNameLabel],
    }));
    return { items: found, totalCount: found.length };
  }

  async create(namespace: string, request: GitSecretRequest): Promise<object> {
    const { secretName: name, secretType } = request;
    const values = valuesOf(request);
    if (!values) {
      throw ServiceError.invalid(`unsupported secret type: ${secretType}`);
    }
    if (await this.#controlPlane.find(kinds.reference, name, namespace)) {
      throw ServiceError.exists('git secret');
    }
    const target = {
      kind: request.workflowPlaneKind,
      name: request.workflowPlaneName,
    };
    const { api, storeName } = await this.#resolve(namespace, target);
    const place = {
      name,
      namespace: workflowNamespace(namespace),
      labels: { 'openchoreo.dev/owner-namespace': namespace },
    };
    const key = `secret/${namespace}/git/${name}`;
    const keys = [...values.keys()];
    const type = `kubernetes.io/${secretType}`;
    await ensureNamespace(api, place.namespace);
    await api.apply(kinds.secret, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: place,
      type,
      stringData: Object.fromEntries(values),
    });
    await api.apply(kinds.pushSecret, {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: place,
      spec: {
        updatePolicy: 'Replace',
        ...pushSpec(name, storeName, key, keys),
      },
    });
    await this.#controlPlane.create(kinds.reference, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
      metadata: {
        name,
        namespace,
        labels: {
          [categoryLabel]: category,
          [typeLabel]: secretType,
          [planeKindLabel]: target.kind,
          [planeNameLabel]: target.name,
        },
      },
      spec: { template: { type }, data: sourcesAt(key, keys) },
    });
    return {
      name,
      namespace,
      workflowPlaneKind: target.kind,
      workflowPlaneName: target.name,
    };
  }

  async delete(namespace: string, name: string): Promise<void> {
    const reference = await this.#controlPlane.find<Reference>(
      kinds.reference,
      name,
      namespace,
    );
    if (!reference || !isGitSecret(reference)) {
      throw ServiceError.notFound('git secret');
    }
    const labels = reference.metadata.labels ?? {};
    if (!labels[planeKindLabel] || !labels[planeNameLabel]) {
      throw new Error(`${name} does not say which plane it is in`);
    }
    const { api } = await this.#resolve(namespace, {
      kind: labels[planeKindLabel],
      name: labels[planeNameLabel],
    });
    await api.delete(kinds.pushSecret, name, workflowNamespace(namespace));
    await api.delete(kinds.secret, name, workflowNamespace(namespace));
    await this.#controlPlane.delete(kinds.reference, name, namespace);
  }

  async #resolve(
    namespace: string,
    target: { kind: string; name: string },
  ): Promise<Plane> {
    try {
      return await this.#planes.resolve(namespace, target);
    } catch (error) {
      throw error instanceof ServiceError && error.status === 422
        ? ServiceError.invalid('workflow plane not found')
        : error;
    }
  }
}

function workflowNamespace(namespace: string): string {
  return `workflows-${namespace}`;
}

function isGitSecret({ metadata }: Reference): boolean {
  return metadata.labels?.[categoryLabel] === category;
}

/** The values by key, what the type demands first; nothing for an unknown type. */
function valuesOf(request: GitSecretRequest): Map<string, string> | undefined {
  const { username, token, sshKey, sshKeyId } = request;
  switch (request.secretType) {
    case 'basic-auth':
      return new Map([
        ['password', token ?? ''],
        ...(username ? [['username', username] as const] : []),
      ]);
    case 'ssh-auth':
      return new Map([
        ['ssh-privatekey', sshKey ?? ''],
        ...(sshKeyId ? [['ssh-key-id', sshKeyId] as const] : []),
      ]);
    default:
      return undefined;
  }
}
