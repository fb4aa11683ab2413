import { readFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { parse } from 'yaml';
import { startHttpServer } from './startHttpServer';

/** Whom a request is to be taken for, and what it does. */
export interface SpokenCall {
  /** Absent: the portal speaks for itself. */
  user?: string;
  groups: string[];
  /** `get`, `list`, `create`, `patch`, `delete`, or `may` before one of them for a question about the right to it. */
  verb: string;
  resource: string;
  namespace?: string;
}

/** What a front answers to a call for somebody. */
export type FrontAnswer = 'yes' | 'no' | 'mayNotImpersonate';

const VERBS: Record<string, string> = {
  GET: 'get',
  POST: 'create',
  PATCH: 'patch',
  DELETE: 'delete',
};

/**
 * Stands before an API server and does with impersonation headers what that would do: says no where the user may not, and
 * answers his questions about rights. Everything else it hands on, with the credentials of a kubeconfig.
 */
export async function startFront(options: {
  kubeconfigPath: string;
  context: string;
  decide(call: SpokenCall): FrontAnswer;
}) {
  const calls: SpokenCall[] = [];
  const server = await startHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const call = readCall(request, body);
    calls.push(call);
    const answer = call.user === undefined ? 'yes' : options.decide(call);
    if (answer === 'mayNotImpersonate') {
      refuse(response, 'users');
    } else if (call.verb.startsWith('may ')) {
      const status = { allowed: answer === 'yes' };
      answerJson(response, 201, { kind: 'SelfSubjectAccessReview', status });
    } else if (answer === 'no') {
      refuse(response, call.resource);
    } else {
      handOn(request, response, body, options);
    }
  });
  return { url: server.url, calls, stop: () => server.stop() };
}

function readCall(request: IncomingMessage, body: Buffer): SpokenCall {
  // repeated headers of this name arrive one after the other in the raw list alone
  const { rawHeaders } = request;
  const values = (wanted: string) =>
    rawHeaders.filter(
      (_, index) => rawHeaders[index - 1] === wanted && index % 2 === 1,
    );
  const [user] = values('Impersonate-User');
  const speaker = { user, groups: values('Impersonate-Group') };
  const [path, query = ''] = request.url!.split('?');
  if (path.endsWith('/selfsubjectaccessreviews')) {
    const { verb, resource, namespace } = JSON.parse(body.toString()).spec
      .resourceAttributes;
    return { ...speaker, verb: `may ${verb}`, resource, namespace };
  }
  const segments = path.split('/').slice(path.startsWith('/apis/') ? 4 : 3);
  const isWithin = segments[0] === 'namespaces' && segments.length > 2;
  const [resource, name] = isWithin ? segments.slice(2) : segments;
  const isList = request.method === 'GET' && name === undefined;
  const verb = query.includes('watch=1') ? 'watch' : 'list';
  return {
    ...speaker,
    verb: isList ? verb : VERBS[request.method!],
    resource,
    namespace: isWithin ? segments[1] : undefined,
  };
}

function handOn(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  { kubeconfigPath, context }: { kubeconfigPath: string; context: string },
): void {
  const config = parse(readFileSync(kubeconfigPath, 'utf8'));
  const named = (list: any[], name: string) =>
    list.find(entry => entry.name === name);
  const { cluster, user } = named(config.contexts, context).context;
  const target = named(config.clusters, cluster).cluster;
  const { token } = named(config.users, user).user;
  const { accept, 'content-type': contentType } = request.headers;
  const outgoing = https.request(
    new URL(request.url!, target.server),
    {
      method: request.method,
      ca: Buffer.from(target['certificate-authority-data'], 'base64'),
      headers: {
        Authorization: `Bearer ${token}`,
        ...(accept && { Accept: accept }),
        ...(contentType && { 'Content-Type': contentType }),
        ...(body.length > 0 && { 'Content-Length': body.length }),
      },
    },
    answer => {
      response.writeHead(answer.statusCode!, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      response.on('close', () => answer.destroy());
    },
  );
  outgoing.on('error', () => response.destroy());
  response.on('close', () => outgoing.destroy());
  outgoing.end(body);
}

function refuse(response: ServerResponse, kind: string): void {
  answerJson(response, 403, {
    kind: 'Status',
    status: 'Failure',
    reason: 'Forbidden',
    code: 403,
    details: { kind },
  });
}

function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
