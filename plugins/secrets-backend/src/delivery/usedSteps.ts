import { DeliveryStep } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from './formatAge';
import { isReadAtStart, PodRow, PodSecretUse } from './projectPod';
import { Consumer, DeliveryFacts, PodUsers } from './types';

const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** A workload with those of its pods that use a Secret. */
interface Users {
  workload: PodRow['workload'];
  pods: Array<{ name: string; uses: PodSecretUse[] }>;
}

/**
 * With which value the pods run that use what a consumer writes, one step for each workload. A value that is read when a
 * container starts is the old one when the Secret changed afterwards; files follow by themselves.
 *
 * @param pulled - the step of the consumer itself
 */
export function usedSteps(
  consumer: Consumer,
  pulled: DeliveryStep,
  { podUsers, secretChanges, now }: DeliveryFacts,
): DeliveryStep[] {
  const { namespace, name, target: secret } = consumer;
  const { pods = [], unseen }: PodUsers = podUsers?.(consumer) ?? {};
  const step = {
    step: 'used' as const,
    consumer: { namespace, name, secret },
  };
  if (unseen) {
    return [
      {
        ...step,
        state: 'unknown',
        sentence: `Which pods run with what ExternalSecret ${namespace}/${name} writes cannot be told: the plane ${
          unseen === 'refused'
            ? 'does not let the portal see pods'
            : 'does not answer'
        }.`,
        ...(unseen === 'refused' && {
          remedy:
            'A platform engineer can give the portal the right to list and watch pods there.',
        }),
      },
    ];
  }
  return workloadsOf(pods, secret).map(users => {
    const label = `${users.workload.kind} ${namespace}/${users.workload.name}`;
    const uses = users.pods.flatMap(pod => pod.uses);
    if (!uses.some(({ way }) => isReadAtStart(way))) {
      const isFile = uses.some(({ way }) => way === 'file');
      return {
        ...step,
        state: 'done' as const,
        sentence: isFile
          ? `${label} reads the Secret ${secret} as files, which follow a change by themselves within about a minute.`
          : `${label} uses the Secret ${secret} to pull images, with the present value from the next one on.`,
      };
    }
    const oldest = firstStart(uses);
    const at = oldest?.toISOString();
    if (pulled.state !== 'done') {
      return {
        ...step,
        at,
        state: 'waiting' as const,
        sentence: `${label} runs with what ExternalSecret ${namespace}/${name} has read so far.`,
      };
    }
    const changedAt = secretChanges?.get(`${namespace}/${secret}`);
    if (!changedAt || !oldest) {
      return {
        ...step,
        at,
        state: 'unknown' as const,
        sentence: `Whether ${label} runs with the present value cannot be told: ${
          changedAt
            ? 'nothing says when its containers started'
            : `when the Secret ${secret} changed cannot be seen`
        }.`,
      };
    }
    return {
      ...step,
      at,
      ...tellAge(label, users, changedAt, now),
    };
  });
}

function tellAge(
  label: string,
  { workload, pods }: Users,
  changedAt: Date,
  now: Date,
): Pick<DeliveryStep, 'state' | 'sentence' | 'remedy'> {
  const old = pods.filter(({ uses }) => {
    const started = firstStart(uses);
    return started !== undefined && started < changedAt;
  });
  const changed = `${formatAge(changedAt, now)} ago`;
  if (old.length === 0) {
    return {
      state: 'done',
      sentence: `${label} runs with the present value, which came ${changed}${
        pods.length > 1 ? `, in all ${pods.length} pods` : ''
      }.`,
    };
  }
  const started = firstStart(old.flatMap(({ uses }) => uses))!;
  const which =
    workload.kind === 'Pod'
      ? `${label} still runs`
      : `${old.length} of ${pods.length} ${
          pods.length === 1 ? 'pod' : 'pods'
        } of ${label} still ${old.length === 1 ? 'runs' : 'run'}`;
  return {
    state: 'waiting',
    sentence: `${which} with the value of before: the present one came ${changed}, and ${
      old.length === 1 ? 'it' : 'the first of them'
    } started ${formatAge(started, now)} ago.`,
    remedy: RESTARTABLE.includes(workload.kind)
      ? `Restart ${label}: environment variables and files below a subPath are read when a container starts.`
      : 'Delete what runs and let it be made anew: environment variables and files below a subPath are read when a container starts.',
  };
}

function workloadsOf(pods: PodRow[], secret: string): Users[] {
  const found = new Map<string, Users>();
  for (const { name, workload, uses } of pods) {
    const key = `${workload.kind}/${workload.name}`;
    const users = found.get(key) ?? { workload, pods: [] };
    users.pods.push({
      name,
      uses: uses.filter(use => use.secret === secret),
    });
    found.set(key, users);
  }
  return [...found.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, users]) => users);
}

/** When the first container started that read a value at its start. */
function firstStart(uses: PodSecretUse[]): Date | undefined {
  let first: Date | undefined;
  for (const { way, startedAt } of uses) {
    if (startedAt && isReadAtStart(way)) {
      first = first && first < startedAt ? first : startedAt;
    }
  }
  return first;
}
