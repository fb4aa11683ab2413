import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const ROWS = [0, 1, 2, 3, 4, 5];

const useStyles = makeStyles(theme => ({
  row: { margin: theme.spacing(1, 0) },
}));

/** Room for a table that is on its way. @internal */
export function SecretsTableSkeleton() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  return (
    <div role="status" aria-label={t('state.loading')}>
      {ROWS.map(row => (
        <Skeleton
          key={row}
          variant="rect"
          height={36}
          className={classes.row}
        />
      ))}
    </div>
  );
}
