import https from 'node:https';

/** A cluster, and what opens it. */
export interface AdministeredCluster {
  url: string;
  /** PEM in base64. */
  caData: string;
  adminToken: string;
}

/** Options of {@link adminRequest}. */
export interface AdminRequestOptions {
  body?: object;
  contentType?: string;
}

/**
 * What somebody else with all rights does in a cluster, in the name of `kubectl-edit` unless the path says otherwise.
 * @returns the object, or `undefined` when there is none
 */
export async function adminRequest(
  cluster: AdministeredCluster,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  { body, contentType = 'application/json' }: AdminRequestOptions = {},
): Promise<any> {
  const url = new URL(path, cluster.url);
  if (body && !url.searchParams.has('fieldManager')) {
    url.searchParams.set('fieldManager', 'kubectl-edit');
  }
  return await new Promise((resolve, reject) => {
    const request = https.request(
      url,
      {
        method,
        ca: Buffer.from(cluster.caData, 'base64'),
        headers: {
          Authorization: `Bearer ${cluster.adminToken}`,
          'Content-Type': contentType,
        },
      },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const { statusCode = 0 } = response;
          if (statusCode === 404) {
            resolve(undefined);
          } else if (statusCode > 299) {
            reject(new Error(`${method} ${path} gave ${statusCode}: ${text}`));
          } else {
            resolve(JSON.parse(text));
          }
        });
      },
    );
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}
