import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Finding,
  RepairAction,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, formatPlane, useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { KeyChips } from '../KeyChips';
import { nameSubject } from './nameSubject';

/** Kinds that are about a secret which is not there: nothing could be opened. */
const WITHOUT_SECRET: readonly Finding['kind'][] = [
  'OrphanedSecret',
  'OrphanedPushSecret',
  'OrphanedValue',
  'LeftoverObject',
  'MissingReference',
];

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1.5, 2),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  text: {
    flex: '1 1 260px',
    minWidth: 0,
    overflowWrap: 'anywhere',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

/** @internal */
export interface FindingItemProps {
  finding: Finding;
  hrefOf: (ref: SecretKeyRef) => string;
  onRepair: (action: RepairAction) => void;
}

/** One finding: what it is about, what is wrong, what to do, and what can be done from here. @internal */
export function FindingItem(props: FindingItemProps) {
  const { finding, onRepair } = props;
  const { kind, plane, keys = [], since, sentence, remedy, actions } = finding;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const now = useNow(15_000);
  const subject = nameSubject(t, finding);

  return (
    <li className={classes.root}>
      <div className={classes.text}>
        <Typography variant="body1" component="h3">
          {renderSubject()}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {t(`findings.kind.${kind}`)}
          {plane && ` · ${formatPlane(plane)}`}
          {since && (
            <>
              {' · '}
              <time dateTime={since} title={new Date(since).toLocaleString()}>
                {formatAge(since, now)}
              </time>
            </>
          )}
        </Typography>
        <Typography variant="body2">{sentence}</Typography>
        {remedy && (
          <Typography variant="body2">
            {t('delivery.remedy', { remedy })}
          </Typography>
        )}
        {keys.length > 0 && <KeyChips names={keys} />}
      </div>
      {actions.length > 0 && (
        <div className={classes.actions}>
          {actions.map(action => (
            <Button
              key={action}
              size="small"
              variant="outlined"
              aria-label={t('findings.actOn', {
                action: t(`findings.action.${action}`),
                subject,
              })}
              onClick={() => onRepair(action)}
            >
              {t(`findings.action.${action}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  );

  function renderSubject() {
    const { namespace, name } = finding;
    if (!namespace || !name || WITHOUT_SECRET.includes(kind)) {
      return subject;
    }
    return <Link to={props.hrefOf({ namespace, name })}>{subject}</Link>;
  }
}
