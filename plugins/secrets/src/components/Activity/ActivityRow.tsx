import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Activity,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { useToneStyles } from '../DeliveryState';
import { nameOutcome } from './nameOutcome';
import { OUTCOME_VISUALS } from './outcomeVisuals';
import { useActivityStyles } from './useActivityStyles';

/** @internal */
export interface ActivityRowProps {
  row: Activity;
  /** The present time in milliseconds. */
  now: number;
  hrefOf: (ref: SecretKeyRef) => string;
}

/** One row of the record among those of all secrets. @internal */
export function ActivityRow({ row, now, hrefOf }: ActivityRowProps) {
  const { actor, action, namespace, name, time, keys, reason } = row;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useActivityStyles();
  const tones = useToneStyles();
  const { Icon, tone } = OUTCOME_VISUALS[row.outcome];
  const age = formatAge(time, now);
  const outcome = (
    <span className={classes.visual}>
      <Icon fontSize="small" className={tones[tone]} aria-hidden />
      {nameOutcome(t, row)}
    </span>
  );
  return (
    <TableRow>
      <TableCell className={classes.time}>
        <time dateTime={time} title={age}>
          {new Date(time).toLocaleString()}
        </time>
      </TableCell>
      <TableCell className={classes.who}>{actor}</TableCell>
      <TableCell className={classes.cell}>
        {t(`activity.did.${action}`)}
        {keys && keys.length > 0 && (
          <div className={classes.about}>
            {t('card.keys', { keys: keys.join(', ') })}
          </div>
        )}
        {reason && (
          <div className={classes.about}>
            {t('activity.reason', { reason })}
          </div>
        )}
        <div className={classes.whoBelow}>
          {t('activity.by', { actor })}, {age}
        </div>
        <div className={classes.outcomeBelow}>{outcome}</div>
      </TableCell>
      <TableCell className={classes.cell}>
        {namespace && name ? (
          <Link to={hrefOf({ namespace, name })}>
            {namespace}/{name}
          </Link>
        ) : (
          namespace ?? t('table.unset')
        )}
      </TableCell>
      <TableCell className={classes.outcome}>{outcome}</TableCell>
    </TableRow>
  );
}
