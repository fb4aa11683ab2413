import {
  DeliveryStateName,
  DeliveryStep,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  PushObservation,
  StorePushObservation,
} from '@strongroom/backstage-plugin-secrets-node';
import { pullStep } from './pullStep';
import { DeliveryVerdict, lastSaved } from './judgeDelivery';
import { Explanation, PUSH_REMEDIES, STATE_SENTENCES } from './explainVerdict';
import { DeliveryFacts } from './types';
import { usedSteps } from './usedSteps';

type StepState = DeliveryStep['state'];

/** The path of a value, step by step: saved, pushed where something pushes, pulled by each consumer, used by pods. */
export function deliverySteps(
  verdict: DeliveryVerdict,
  explanation: Explanation,
  facts: DeliveryFacts,
): DeliveryStep[] {
  const steps = [savedStep(verdict, facts)];
  if (facts.plane?.kind !== 'direct') {
    steps.push(...pushedSteps(verdict, explanation, facts));
  }
  for (const consumer of facts.consumers) {
    const pulled = pullStep(consumer, facts);
    steps.push(pulled, ...usedSteps(consumer, pulled, facts));
  }
  return steps;
}

function savedStep(
  verdict: DeliveryVerdict,
  facts: DeliveryFacts,
): DeliveryStep {
  const state = facts.observation?.push.state;
  const at = lastSaved(facts).toISOString();
  if (verdict.cause === 'accepted' || state === 'Pending') {
    return {
      step: 'saved',
      state: 'running',
      at,
      sentence: 'The value is on its way into the plane.',
    };
  }
  if (state === 'SourceMissing') {
    return {
      step: 'saved',
      state: 'failed',
      sentence: 'The Secret that holds the value in the plane is gone.',
      remedy: 'Set the values again.',
    };
  }
  return state
    ? {
        step: 'saved',
        state: 'done',
        at,
        sentence:
          facts.plane?.kind === 'direct'
            ? 'The value is in the store, and the reference to it in the control plane.'
            : 'The value is in the plane, and the reference to it in the control plane.',
      }
    : {
        step: 'saved',
        state: 'unknown',
        at,
        sentence:
          'The reference is in the control plane; its value was not seen.',
      };
}

/** One step, or one for each store where there are several and they can be told apart. */
function pushedSteps(
  verdict: DeliveryVerdict,
  explanation: Explanation,
  facts: DeliveryFacts,
): DeliveryStep[] {
  const push = facts.observation?.push;
  const isToldApart = verdict.cause === 'push' || verdict.cause === 'pull';
  return push?.stores && isToldApart
    ? push.stores.map(store => storeStep(store, verdict, push))
    : [pushedStep(verdict, explanation, facts)];
}

function storeStep(
  { store, state, message }: StorePushObservation,
  { elapsed }: DeliveryVerdict,
  { since, confirmedAt }: PushObservation,
): DeliveryStep {
  const step = { step: 'pushed' as const, store };
  const at = confirmedAt?.toISOString();
  if (state === 'Synced') {
    return {
      ...step,
      state: 'done',
      at: at ?? since.toISOString(),
      sentence: `The store ${store} has the value.`,
    };
  }
  const isFailed = state === 'Failed' || elapsed !== undefined;
  return {
    ...step,
    state: isFailed ? 'failed' : 'running',
    at,
    sentence:
      elapsed ??
      message ??
      `The store ${store} has not confirmed the value yet.`,
    ...(isFailed && { remedy: PUSH_REMEDIES.Failed }),
  };
}

function pushedStep(
  verdict: DeliveryVerdict,
  explanation: Explanation,
  facts: DeliveryFacts,
): DeliveryStep {
  const push = facts.observation?.push;
  const at = push?.confirmedAt?.toISOString();
  // A failed pull leaves the push as it is.
  if (push?.state === 'Synced' && verdict.cause !== 'otherPath') {
    return {
      step: 'pushed',
      state: verdict.cause === 'planeUnreachable' ? 'unknown' : 'done',
      at: at ?? push.since.toISOString(),
      sentence:
        verdict.cause === 'planeUnreachable'
          ? explanation.sentence
          : push.message ?? 'The store has confirmed the value.',
    };
  }
  return verdict.cause === 'pull'
    ? { step: 'pushed', state: 'unknown', sentence: STATE_SENTENCES.Unknown }
    : {
        step: 'pushed',
        state: pushedState(verdict.state),
        at,
        sentence: explanation.sentence,
        remedy: explanation.remedy,
      };
}

function pushedState(state: DeliveryStateName): StepState {
  switch (state) {
    case 'Pending':
      return 'waiting';
    case 'Pushing':
    case 'Deleting':
      return 'running';
    case 'Failed':
    case 'SourceMissing':
    case 'DeleteStuck':
      return 'failed';
    default:
      return 'unknown';
  }
}
