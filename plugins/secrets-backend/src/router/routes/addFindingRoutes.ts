import {
  ListFindingsQuery,
  RepairRequest,
} from '@strongroom/backstage-plugin-secrets-common';
import { Router } from 'express';
import { FindingsService } from '../../findings';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';

/** What is not as it should be, and its repair. */
export function addFindingRoutes(
  router: Router,
  serve: Serve,
  service: FindingsService,
): void {
  router.get(
    '/findings',
    serve('finding-list', async (caller, request, response) => {
      const query = request.query as ListFindingsQuery;
      sendJson(response, 200, await service.listFindings(caller, query));
    }),
  );
  router.post(
    '/findings/:id/repair',
    serve('finding-repair', async (caller, request, response) => {
      const repair = await service.repairFinding(
        caller,
        request.params.id,
        request.body as RepairRequest,
        {
          dryRun: Boolean(request.query.dryRun),
          idempotencyKey: request.header('Idempotency-Key'),
        },
      );
      const isGoingOn = !repair.dryRun && !repair.settled;
      sendJson(response, isGoingOn ? 202 : 200, repair);
    }),
  );
}
