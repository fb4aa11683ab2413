import {
  LinkDraft,
  PlaneRef,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { LinkedSource } from '@strongroom/backstage-plugin-secrets-node';

/** Which keys of a source a link has. */
export type LinkKeys = LinkDraft['keys'];

/** A path of the store that a reference points to, and nothing else. */
export interface PathTarget {
  kind: 'path';
  /** All that the reference may name. */
  paths: string[];
  /** One of them is outside the namespace's part of the store, and that was permitted. */
  foreign: boolean;
}

/** A Kubernetes Secret of the plane that is carried to the store. */
export interface SecretTarget {
  kind: 'secret';
  /** Path that its values are carried to. */
  remoteKey: string;
  source: LinkedSource;
  type: SecretType;
  /** As they were asked for, to be told anew from the source at each sync. */
  keys: LinkKeys;
}

/** Where the value of a link is. */
export type LinkTarget = PathTarget | SecretTarget;

/** A secret whose value is somebody else's; known by the uid of its reference. */
export interface Link {
  uid: string;
  namespace: string;
  name: string;
  targetPlane: PlaneRef;
  target: LinkTarget;
  createdBy: string;
  createdAt: Date;
}
