import { PropsWithChildren, useEffect, useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';
import { createSecretsQueryClient } from './createSecretsQueryClient';

/** Gives its children a query cache of their own, emptied when they go away. @internal */
export function SecretsQueryProvider(props: PropsWithChildren<{}>) {
  const [client] = useState(createSecretsQueryClient);
  useEffect(() => () => client.clear(), [client]);
  return (
    <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
  );
}
