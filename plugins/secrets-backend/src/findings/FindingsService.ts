import {
  FindingList,
  ListFindingsQuery,
  Repair,
  RepairRequest,
} from '@strongroom/backstage-plugin-secrets-common';
import { Caller } from '../secrets';

/** What is not as it should be, and its repair, as the router calls it. */
export interface FindingsService {
  listFindings(caller: Caller, query: ListFindingsQuery): Promise<FindingList>;
  repairFinding(
    caller: Caller,
    id: string,
    repair: RepairRequest,
    options: { dryRun: boolean; idempotencyKey?: string },
  ): Promise<Repair>;
}
