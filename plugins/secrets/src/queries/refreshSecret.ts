import { QueryClient } from '@tanstack/react-query';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';

/** Has everything read again that a change of a secret may have changed. @internal */
export function refreshSecret(client: QueryClient, ref: SecretKeyRef): void {
  // What was delivered before says nothing about this change.
  client.removeQueries({ queryKey: ['delivery', ref.namespace, ref.name] });
  for (const kind of ['secret', 'versions', 'manifest', 'activity']) {
    client.invalidateQueries({ queryKey: [kind, ref.namespace, ref.name] });
  }
  client.invalidateQueries({ queryKey: ['secrets'] });
  client.invalidateQueries({ queryKey: ['namespaces'] });
}
