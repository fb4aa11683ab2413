import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Activity,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { useNow } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { ActivityRow } from './ActivityRow';
import { useActivityStyles } from './useActivityStyles';

/** @internal */
export interface ActivityTableProps {
  /** Newest first. */
  rows: Activity[];
  /** Address of the details of a secret. */
  hrefOf: (ref: SecretKeyRef) => string;
}

/** Who did what to which secret and how it ended. @internal */
export function ActivityTable({ rows, hrefOf }: ActivityTableProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useActivityStyles();
  const now = useNow(15_000);
  return (
    <TableContainer className={classes.container}>
      <Table size="small" aria-label={t('activity.title')}>
        <TableHead>
          <TableRow>
            <TableCell className={classes.headFromSmall}>
              {t('activity.column.time')}
            </TableCell>
            <TableCell className={classes.headFromMedium}>
              {t('activity.column.who')}
            </TableCell>
            <TableCell className={classes.head}>
              {t('activity.column.what')}
            </TableCell>
            <TableCell className={classes.head}>
              {t('activity.column.secret')}
            </TableCell>
            <TableCell className={classes.headFromSmall}>
              {t('activity.column.outcome')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <ActivityRow key={row.seq} row={row} now={now} hrefOf={hrefOf} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
