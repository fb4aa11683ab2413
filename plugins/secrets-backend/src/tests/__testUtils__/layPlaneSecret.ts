import { NAMESPACES, SECRETS } from './estate';
import { TestPortal } from './startPortal';
import { PAYMENTS, RUN } from './tenants';

/** Namespace of the plane that belongs to {@link PAYMENTS}, as OpenChoreo labels it. */
export const PLANE_NAMESPACE = `dp-payments-${RUN}`;
/** One that belongs to nobody. */
export const FOREIGN_PLANE_NAMESPACE = `dp-nobody-${RUN}`;

/** Makes both namespaces. */
export async function layPlaneNamespaces({
  world,
}: Pick<TestPortal, 'world'>): Promise<void> {
  const { objects } = world.clusters['control-plane'];
  const labels = { 'openchoreo.dev/namespace': PAYMENTS };
  for (const metadata of [
    { name: PLANE_NAMESPACE, labels },
    { name: FOREIGN_PLANE_NAMESPACE },
  ]) {
    await objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata,
    });
  }
}

/** A Secret of the plane that somebody else keeps. */
export async function layPlaneSecret(
  { world }: Pick<TestPortal, 'world'>,
  name: string,
  data: Record<string, string>,
  options: { namespace?: string; type?: string } = {},
): Promise<void> {
  const { namespace = PLANE_NAMESPACE, type = 'Opaque' } = options;
  await world.clusters['control-plane'].objects.create(SECRETS, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type,
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        Buffer.from(value).toString('base64'),
      ]),
    ),
  } as never);
}
