import { ListActivityQuery } from '@strongroom/backstage-plugin-secrets-common';
import { Router } from 'express';
import { ActivityService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';

/** What was done, and whether the record of it is whole. */
export function addActivityRoutes(
  router: Router,
  serve: Serve,
  service: ActivityService,
): void {
  router.get(
    '/activity',
    serve('activity-list', async (caller, request, response) => {
      const query = request.query as unknown as ListActivityQuery;
      sendJson(response, 200, await service.listActivity(caller, query));
    }),
  );
  router.get(
    '/namespaces/:namespace/secrets/:name/activity',
    serve('activity-list', async (caller, request, response) => {
      const query = request.query as unknown as ListActivityQuery;
      const id = secretId(request);
      const page = await service.listSecretActivity(caller, id, query);
      sendJson(response, 200, page);
    }),
  );
  router.get(
    '/record/verification',
    serve('record-verify', async (caller, request, response) => {
      const head = request.query.head as string | undefined;
      sendJson(response, 200, await service.verifyRecord(caller, head));
    }),
  );
}
