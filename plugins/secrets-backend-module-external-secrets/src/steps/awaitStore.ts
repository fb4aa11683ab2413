import {
  Step,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { assertCurrentForm } from './assertCurrentForm';
import { awaitGone } from './awaitGone';
import { StepTools } from './types';

/** Waits until the store has confirmed that it has the value no more. */
export function awaitStore(tools: StepTools, target: StoredSecretRef): Step {
  return {
    name: 'await-store',
    async run({ signal }) {
      assertCurrentForm(tools, target);
      const namespace = planeNamespace(target.namespace);
      await awaitGone(tools, { namespace, name: target.name }, signal);
    },
  };
}
