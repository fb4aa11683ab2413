import { strangers } from '../seeds';
import { createCases } from './createCases';
import { firstCases } from './firstCases';

interface Shown {
  kind: string;
  metadata: { name: string; namespace: string };
}

/** Every secret that the first cases leave in `acme`, as it was last shown, by name. */
export function listed(): Shown[] {
  const shown = new Map<string, Shown>();
  for (const { status, answer } of [...firstCases, ...createCases]) {
    const secret = answer as Shown;
    if (status < 300 && secret.kind === 'Secret') {
      shown.set(secret.metadata.name, secret);
    }
  }
  const { metadata } = strangers.find(
    ({ object }) => object.metadata.name === 'forged-ref',
  )!.object;
  shown.set('forged-ref', {
    ...shown.get('a.b.c')!,
    metadata: {
      ...shown.get('a.b.c')!.metadata,
      name: 'forged-ref',
      annotations: metadata.annotations,
    } as Shown['metadata'],
  });
  return [...shown.values()]
    .filter(({ metadata: { namespace } }) => namespace === 'acme')
    .sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
}
