import {
  SecretCategory,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { EMPTY_MATERIAL, Material } from '../ValueField';

/** One key of a generic secret. @internal */
export interface Pair {
  key: string;
  material: Material;
}

/** What the form holds. The part of each type stays when another type is looked at. @internal */
export interface SecretFormValues {
  namespace: string;
  name: string;
  type: SecretType;
  category: SecretCategory;
  /** `Kind/name`; empty until chosen. */
  plane: string;
  pairs: Pair[];
  basicAuth: { username: string; password: Material };
  sshAuth: { privateKey: Material };
  docker: {
    mode: 'fields' | 'config';
    server: string;
    username: string;
    password: Material;
    email: string;
    config: Material;
  };
  tls: { certificate: Material; privateKey: Material };
  description: string;
  owner: string;
  project: string;
  component: string;
  /** A day as `yyyy-mm-dd`; empty for never. */
  expiresOn: string;
  /** A duration such as `15m`; empty for the default. */
  refreshInterval: string;
  labels: { key: string; value: string }[];
}

/** A form in which nothing has been typed. @internal */
export function emptyForm(
  start: Pick<SecretFormValues, 'namespace' | 'type' | 'category'>,
): SecretFormValues {
  return {
    ...start,
    name: '',
    plane: '',
    pairs: [{ key: '', material: EMPTY_MATERIAL }],
    basicAuth: { username: '', password: EMPTY_MATERIAL },
    sshAuth: { privateKey: EMPTY_MATERIAL },
    docker: {
      mode: 'fields',
      server: '',
      username: '',
      password: EMPTY_MATERIAL,
      email: '',
      config: EMPTY_MATERIAL,
    },
    tls: { certificate: EMPTY_MATERIAL, privateKey: EMPTY_MATERIAL },
    description: '',
    owner: '',
    project: '',
    component: '',
    expiresOn: '',
    refreshInterval: '',
    labels: [],
  };
}
