import { KubernetesObject } from '@strongroom/backstage-plugin-secrets-node';

/** How a pod comes to a value. */
export type PodSecretWay =
  /** Environment variable: read once, when the container starts. */
  | 'env'
  /** File below a `subPath`: copied once, when the container starts. */
  | 'subPath'
  /** File: follows the Secret by itself. */
  | 'file'
  /** To pull images with. */
  | 'image';

/** Whether a value is read once, when a container starts, and stays as it was then. */
export function isReadAtStart(way: PodSecretWay): boolean {
  return way === 'env' || way === 'subPath';
}

/** That a pod uses a Secret of its namespace. */
export interface PodSecretUse {
  /** Name of the Secret. */
  secret: string;
  way: PodSecretWay;
  /** When the container that uses it started; of several, the first. Absent when nothing says so. */
  startedAt?: Date;
}

/** A pod that runs and uses Secrets, reduced to what tells with which value. */
export interface PodRow {
  namespace: string;
  name: string;
  /** What made it, as people know it: the Deployment and not its ReplicaSet; the pod itself when nothing did. */
  workload: { kind: string; name: string };
  uses: PodSecretUse[];
}

interface SecretName {
  name?: string;
}

interface Container {
  name?: string;
  env?: Array<{ valueFrom?: { secretKeyRef?: SecretName } }>;
  envFrom?: Array<{ secretRef?: SecretName }>;
  volumeMounts?: Array<{
    name?: string;
    subPath?: string;
    subPathExpr?: string;
  }>;
  restartPolicy?: string;
}

interface ContainerStatus {
  name?: string;
  state?: { running?: { startedAt?: string } };
}

/**
 * The fields of a Pod that are read here.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */
export interface Pod extends KubernetesObject {
  spec?: {
    containers?: Container[];
    initContainers?: Container[];
    imagePullSecrets?: SecretName[];
    volumes?: Array<{
      name?: string;
      secret?: { secretName?: string };
      projected?: { sources?: Array<{ secret?: SecretName }> };
    }>;
  };
  status?: {
    phase?: string;
    startTime?: string;
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

/** Reduces a Pod; `undefined` when it runs no more, is about to end, or uses no Secret. Nothing else of it is kept. */
export function projectPod(pod: Pod): PodRow | undefined {
  const { metadata, status } = pod;
  if (
    metadata.deletionTimestamp ||
    status?.phase === 'Succeeded' ||
    status?.phase === 'Failed'
  ) {
    return undefined;
  }
  const uses = usesOf(pod);
  return uses.length === 0
    ? undefined
    : {
        namespace: metadata.namespace ?? '',
        name: metadata.name,
        workload: workloadOf(pod),
        uses,
      };
}

function usesOf(pod: Pod): PodSecretUse[] {
  const uses = new Map<string, PodSecretUse>();
  const add = (
    { name: secret }: SecretName,
    way: PodSecretWay,
    startedAt?: Date,
  ) => {
    if (secret) {
      const key = `${way}/${secret}`;
      const known = uses.get(key)?.startedAt;
      const first = known && startedAt && known < startedAt ? known : startedAt;
      uses.set(key, { secret, way, startedAt: first ?? known });
    }
  };
  for (const container of runningContainers(pod)) {
    const startedAt = startOf(pod, container);
    for (const { valueFrom } of container.env ?? []) {
      add(valueFrom?.secretKeyRef ?? {}, 'env', startedAt);
    }
    for (const { secretRef } of container.envFrom ?? []) {
      add(secretRef ?? {}, 'env', startedAt);
    }
    for (const mount of container.volumeMounts ?? []) {
      const way = mount.subPath || mount.subPathExpr ? 'subPath' : 'file';
      for (const secret of volumeSecrets(pod, mount.name)) {
        add(secret, way, startedAt);
      }
    }
  }
  for (const secret of pod.spec?.imagePullSecrets ?? []) {
    add(secret, 'image');
  }
  return [...uses.values()];
}

/** Those that run beside each other; what only prepares a pod has ended when it runs. */
function runningContainers({ spec }: Pod): Container[] {
  const sidecars = (spec?.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === 'Always',
  );
  return [...(spec?.containers ?? []), ...sidecars];
}

function startOf({ status }: Pod, { name }: Container): Date | undefined {
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
  ];
  const own = statuses.find(each => each.name === name);
  return toDate(own ? own.state?.running?.startedAt : status?.startTime);
}

function volumeSecrets(
  { spec }: Pod,
  volume: string | undefined,
): SecretName[] {
  const { secret, projected } =
    spec?.volumes?.find(({ name }) => name === volume) ?? {};
  return [
    { name: secret?.secretName },
    ...(projected?.sources ?? []).flatMap(source => source.secret ?? []),
  ];
}

function workloadOf({ metadata }: Pod): PodRow['workload'] {
  const { name, labels } = metadata;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (!owner) {
    return { kind: 'Pod', name };
  }
  // the name of a Deployment's ReplicaSet ends with the hash that its pods carry
  const hash = labels?.['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)
    ? { kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1) }
    : { kind: owner.kind, name: owner.name };
}

function toDate(text: string | undefined): Date | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
