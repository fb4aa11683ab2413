import { StatusCause } from '../../storage/StatusError';
import { OwnerReference } from '../../storage/types';
import { invalidValue } from './causes';

const field = 'metadata.ownerReferences';

/** What is wrong with the owners of an object. @internal */
export function ownerCauses(owners: OwnerReference[]): StatusCause[] {
  const causes = owners.flatMap(ownerProblems);
  const controllers = owners.filter(owner => owner.controller);
  if (controllers.length > 1) {
    const [first, second] = controllers.map(
      ({ kind, name }) => `${kind}/${name}`,
    );
    causes.push(
      invalidValue(
        field,
        owners.map(inOrder),
        `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`,
      ),
    );
  }
  return causes;
}

function ownerProblems(owner: OwnerReference): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const part of ['apiVersion', 'kind', 'name', 'uid'] as const) {
    if (!owner[part]) {
      const what = part === 'apiVersion' ? 'version must' : 'must';
      causes.push(invalidValue(`${field}.${part}`, '', `${what} not be empty`));
    }
  }
  if (owner.apiVersion === 'v1' && owner.kind === 'Event') {
    causes.push(
      invalidValue(
        field,
        inOrder(owner),
        '/v1, Kind=Event is disallowed from being an owner',
      ),
    );
  }
  return causes;
}

/** As messages quote it. */
function inOrder(owner: OwnerReference): object {
  const { apiVersion, kind, name, uid, controller, blockOwnerDeletion } = owner;
  return { apiVersion, kind, name, uid, controller, blockOwnerDeletion };
}
