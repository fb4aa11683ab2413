/** A kind of object: where it is served. */
export interface Kind {
  api: string;
  plural: string;
}

const core = (plural: string): Kind => ({ api: '/api/v1', plural });
const choreo = (plural: string): Kind => ({
  api: '/apis/openchoreo.dev/v1alpha1',
  plural,
});

export const kinds = {
  namespace: core('namespaces'),
  secret: core('secrets'),
  reference: choreo('secretreferences'),
  pushSecret: {
    api: '/apis/external-secrets.io/v1alpha1',
    plural: 'pushsecrets',
  },
  clusterDataPlane: choreo('clusterdataplanes'),
} satisfies Record<string, Kind>;

/** Planes by the name of their kind. */
export const planeKinds = new Map<string, Kind & { namespaced: boolean }>([
  ['WorkflowPlane', { ...choreo('workflowplanes'), namespaced: true }],
  [
    'ClusterWorkflowPlane',
    { ...choreo('clusterworkflowplanes'), namespaced: false },
  ],
  ['DataPlane', { ...choreo('dataplanes'), namespaced: true }],
  ['ClusterDataPlane', { ...kinds.clusterDataPlane, namespaced: false }],
]);
