import Tooltip from '@material-ui/core/Tooltip';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatAge } from '../../presentation';
import { secretsTranslationRef } from '../../translation';

const SOON_MS = 30 * 24 * 3_600_000;

const useStyles = makeStyles(theme => ({
  icon: {
    marginLeft: theme.spacing(0.75),
    verticalAlign: 'text-bottom',
    color: theme.palette.warning.main,
  },
  past: { color: theme.palette.error.main },
}));

/** @internal */
export interface ExpiryMarkProps {
  expiresAt: string | undefined;
  /** The present time in milliseconds. */
  now: number;
}

/** Marks what expires within 30 days, or has expired. @internal */
export function ExpiryMark(props: ExpiryMarkProps) {
  const { expiresAt, now } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  if (!expiresAt || Date.parse(expiresAt) - now > SOON_MS) {
    return null;
  }
  const past = Date.parse(expiresAt) <= now;
  const age = formatAge(expiresAt, now);
  const text = past ? t('expiry.past', { age }) : t('expiry.soon', { age });
  return (
    <Tooltip title={text}>
      <ScheduleIcon
        fontSize="small"
        className={past ? `${classes.icon} ${classes.past}` : classes.icon}
        titleAccess={text}
      />
    </Tooltip>
  );
}
