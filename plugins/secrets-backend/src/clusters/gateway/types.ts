import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { CallLimits } from '../connection/types';

/** OpenChoreo's cluster gateway; its files are read again when they rotate. */
export interface GatewayAccess {
  type: 'gateway';
  /** Base address, https. */
  url: string;
  /** PEM file of the authority that signed the gateway's certificate; the machine's authorities when absent. */
  caFile?: string;
  /** PEM file of the certificate that the gateway knows us by. */
  certFile: string;
  /** PEM file of its key. */
  keyFile: string;
}

/** A gateway of the configuration: a cluster for each plane behind it, with these limits each. */
export interface GatewayConfig extends CallLimits {
  access: GatewayAccess;
}

/** What the gateway finds a plane by. */
export interface GatewayPlane {
  ref: PlaneRef;
  /** Namespace of the plane's resource; absent for cluster-scoped ones. */
  namespace?: string;
  planeID: string;
}
