import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import { Link, LinkTarget } from './types';

/** What details say of a link; where its value is only to who may update it. */
export function linkWarning(
  target: LinkTarget,
  permissions: { update: boolean },
): FieldProblem {
  if (target.kind === 'path') {
    return {
      field: 'data',
      message:
        'This is a link to a path of the store. Its value is not managed here: it is changed and deleted where it is kept, and deleting the link removes the reference only.',
    };
  }
  const { namespace, name } = target.source;
  const source = permissions.update
    ? `the Secret ${namespace}/${name} of the plane`
    : 'a Kubernetes Secret of the plane';
  return {
    field: 'data',
    message: `This is a link to ${source}. Its value is not managed here: it is changed where it is kept, and carried to the store at each sync. Deleting the link takes it out of the store and leaves that Secret alone.`,
  };
}

/** Refuses to write a value that is somebody else's. @throws SecretsError `NotOwned` */
export function refuseLinked(link: Link | undefined): void {
  if (link) {
    throw new SecretsError(
      'NotOwned',
      'This secret is a link, so its value is not managed here. Change it where it is kept.',
    );
  }
}
