import type {
  ApiRequest,
  FaultLayer,
  HttpAnswer,
  RequestLog,
  StatusFault,
} from '@strongroom/embedded-cluster';
import type { IssuedCertificate } from '../certificates';

/** How one kind of server is spoken to. */
export interface Protocol {
  /** What a request wants, in the terms that faults match. */
  describe(method: string, path: string, query: URLSearchParams): ApiRequest;
  /** An injected error in the form that the server has for its own. */
  statusAnswer(effect: StatusFault, body: Buffer): HttpAnswer;
}

/** Options of {@link startProxy}. */
export interface StartProxyOptions {
  /** Where requests go on to. */
  target: ProxyTarget;
  protocol: Protocol;
  /** What the proxy shows to its clients. */
  certificate: IssuedCertificate;
  /** Told of every request as well; nobody clears it. */
  keptLog?: RequestLog;
}

/** A server behind a proxy. */
export interface ProxyTarget {
  url: string;
  /** Its certificate authority, PEM; absent where it speaks without TLS. */
  ca?: string;
}

/** A server that passes requests on, unless a fault is armed for them. */
export interface Proxy {
  /** `https://127.0.0.1:<port>` */
  url: string;
  faults: FaultLayer;
  /** What arrived, bodies included. */
  requestLog: RequestLog;
  stop(): Promise<void>;
}
