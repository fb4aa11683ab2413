import {
  PlaneKind,
  PlaneRef,
} from '@strongroom/backstage-plugin-secrets-common';

/** A plane in one word: `DataPlane/default`. @internal */
export function formatPlane(plane: PlaneRef): string {
  return `${plane.kind}/${plane.name}`;
}

/** The plane behind such a word. @internal */
export function parsePlane(text: string): PlaneRef {
  const slash = text.indexOf('/');
  return {
    kind: text.slice(0, slash) as PlaneKind,
    name: text.slice(slash + 1),
  };
}
