import { Activity } from '@strongroom/backstage-plugin-secrets-common';
import { messages } from '../../translation/messages';

/** Everything that the record knows to have been done. @internal */
export const RECORDED_ACTIONS = Object.keys(
  messages.activity.did,
) as Activity['action'][];

/** Every way in which that ends. @internal */
export const RECORDED_OUTCOMES = Object.keys(
  messages.activity.outcome,
) as Activity['outcome'][];
