import {
  kubernetesStatusFault,
  parseRequest,
} from '@strongroom/embedded-cluster';
import type { Protocol } from './types';

/** Of an API server. */
export const kubernetesProtocol: Protocol = {
  describe: parseRequest,
  statusAnswer: kubernetesStatusFault,
};
