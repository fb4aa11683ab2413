import {
  DefaultKubernetesClient,
  DefaultKubernetesClientOptions,
} from '../client/DefaultKubernetesClient';
import { HttpConnection } from '../connection/HttpConnection';
import { clusterNameOf } from './describePlane';
import { GatewayEndpointSource } from './GatewayEndpointSource';
import { gatewayRoute } from './gatewayRoute';
import { GatewayConfig, GatewayPlane } from './types';

/**
 * A client of the one plane that the address names. Its connections are its own, so that a plane that hangs takes none
 * from the others. Planes on the same agent are not asked for each other either: for each resource the gateway decides
 * anew whether that agent speaks for it.
 */
export function connectThroughGateway(
  { name: gateway, access, timeoutMs, rateLimit }: GatewayConfig,
  plane: GatewayPlane,
  options: DefaultKubernetesClientOptions,
): DefaultKubernetesClient {
  const name = clusterNameOf(gateway, plane);
  const connection = HttpConnection.create(
    { name, timeoutMs, rateLimit },
    GatewayEndpointSource.create(name, access, plane),
  );
  return DefaultKubernetesClient.over(name, connection, gatewayRoute, options);
}
