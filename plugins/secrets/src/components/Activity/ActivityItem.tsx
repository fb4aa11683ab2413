import Typography from '@material-ui/core/Typography';
import BlockIcon from '@material-ui/icons/Block';
import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Activity } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { useToneStyles } from '../DeliveryState';
import { KeyChips } from '../KeyChips';

const VISUALS = {
  intent: { Icon: HourglassEmptyIcon, tone: 'busy' },
  success: { Icon: CheckCircleIcon, tone: 'good' },
  failure: { Icon: CancelIcon, tone: 'bad' },
  denied: { Icon: BlockIcon, tone: 'bad' },
} as const;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  text: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
  },
}));

/** @internal */
export interface ActivityItemProps {
  row: Activity;
}

/** One row of the record: what was done and how it ended, by whom and when, and which keys it was about. @internal */
export function ActivityItem(props: ActivityItemProps) {
  const { actor, action, outcome, time, keys, reason, errorCode } = props.row;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const tones = useToneStyles();
  const now = useNow(15_000);
  const { Icon, tone } = VISUALS[outcome];

  return (
    <li className={classes.root}>
      <Icon fontSize="small" className={tones[tone]} aria-hidden />
      <div className={classes.text}>
        <Typography variant="body2">
          <strong>{t(`activity.did.${action}`)}</strong>
          {' · '}
          {errorCode
            ? t(`activity.because.${outcome}`, { code: errorCode })
            : t(`activity.outcome.${outcome}`)}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {t('activity.by', { actor })}
          {', '}
          <time dateTime={time} title={new Date(time).toLocaleString()}>
            {formatAge(time, now)}
          </time>
        </Typography>
        {reason && (
          <Typography variant="body2">
            {t('activity.reason', { reason })}
          </Typography>
        )}
        {keys && keys.length > 0 && <KeyChips names={keys} />}
      </div>
    </li>
  );
}
