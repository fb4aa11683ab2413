import { strangers } from '../seeds';
import { ReplayCase } from './types';
import {
  acme,
  ask,
  draft,
  get,
  gone,
  page,
  references,
  refusal,
  refused,
  shown,
} from './words';
import { listed } from './listed';

const write = { data: { a: '1' } };
const forged = strangers.find(
  ({ object }) => object.metadata.name === 'forged-ref',
)!.object;

/** What is answered about references and Secrets that others made, and about deleted ones. */
export const strangerCases: ReplayCase[] = [
  refused(
    'plain/092-get-gitops-ref',
    'GET',
    `${acme}/gitops-ref`,
    refusal.secretNotFound,
  ),
  refused(
    'plain/093-update-gitops-ref',
    'PUT',
    `${acme}/gitops-ref`,
    refusal.secretNotFound,
    write,
  ),
  refused(
    'plain/094-get-forged-ref',
    'GET',
    `${acme}/forged-ref`,
    refusal.secretNotFound,
  ),
  ask(
    'plain/095-update-forged-ref',
    'PUT',
    `${acme}/forged-ref`,
    200,
    774,
    shown('forged-ref', undefined, forged.metadata),
    { body: write },
  ),
  refused(
    'plain/096-get-lostplane-ref',
    'GET',
    `${acme}/lostplane-ref`,
    refusal.internal,
  ),
  refused(
    'plain/097-update-lostplane-ref',
    'PUT',
    `${acme}/lostplane-ref`,
    refusal.planeNotFound,
    write,
  ),
  refused(
    'plain/098-get-offline-ref',
    'GET',
    `${acme}/offline-ref`,
    refusal.internal,
  ),
  refused(
    'plain/099-update-offline-ref',
    'PUT',
    `${acme}/offline-ref`,
    refusal.internal,
    write,
  ),
  refused(
    'plain/100-get-nostore-ref',
    'GET',
    `${acme}/nostore-ref`,
    refusal.internal,
  ),
  refused(
    'plain/101-update-nostore-ref',
    'PUT',
    `${acme}/nostore-ref`,
    refusal.noStore,
    write,
  ),
  refused(
    'plain/102-create-over-gitops-ref',
    'POST',
    acme,
    refusal.secretExists,
    draft('gitops-ref'),
  ),
  get(
    'plain/103-list-with-foreign',
    `${acme}?limit=100`,
    2_772_919,
    page(listed()),
  ),
  ask(
    'plain/104-create-over-foreign-plane-secret',
    'POST',
    acme,
    201,
    265,
    shown('foreign'),
    { body: draft('foreign') },
  ),
  refused(
    'plain/105-create-other-type-over-foreign-plane-secret',
    'POST',
    acme,
    refusal.internal,
    draft(
      'foreign2',
      { password: '1' },
      { secretType: 'kubernetes.io/basic-auth' },
    ),
  ),
  refused(
    'plain/106-delete-lostplane-ref',
    'DELETE',
    `${acme}/lostplane-ref`,
    refusal.planeNotFound,
  ),
  refused(
    'plain/107-delete-offline-ref',
    'DELETE',
    `${acme}/offline-ref`,
    refusal.internal,
  ),
  refused(
    'plain/108-delete-nostore-ref',
    'DELETE',
    `${acme}/nostore-ref`,
    refusal.noStore,
  ),
  refused(
    'plain/109-delete-gitops-ref',
    'DELETE',
    `${acme}/gitops-ref`,
    refusal.secretNotFound,
  ),
  gone('plain/110-delete', `${acme}/dp-secret`),
  refused(
    'plain/111-delete-again',
    'DELETE',
    `${acme}/dp-secret`,
    refusal.secretNotFound,
  ),
  gone(
    'plain/112-delete-secretreference-v1-of-managed',
    `${references}/wp-secret`,
  ),
  refused(
    'plain/113-get-after-v1-delete',
    'GET',
    `${acme}/wp-secret`,
    refusal.secretNotFound,
  ),
];
