import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import clsx from 'clsx';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretSummary } from '@strongroom/backstage-plugin-secrets-common';
import {
  formatAge,
  formatOwner,
  formatPlane,
  secretTypeLabel,
} from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { DeliveryLabel } from '../DeliveryState';
import { ExpiryMark } from './ExpiryMark';
import { useTableStyles } from './useTableStyles';

/** @internal */
export interface SecretRowProps {
  secret: SecretSummary;
  showNamespace: boolean;
  /** Address of the details. */
  href: string;
  selected: boolean;
  /** The present time in milliseconds. */
  now: number;
  onOpen: () => void;
}

/** One secret; a click anywhere opens its details, the link does so for the keyboard. @internal */
export function SecretRow(props: SecretRowProps) {
  const { secret, showNamespace, href, selected, now, onOpen } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useTableStyles();
  const changed = secret.updatedAt ?? secret.createdAt;
  const keys = secret.keys.join(', ');
  return (
    <TableRow
      hover
      selected={selected}
      className={classes.row}
      onClick={event => {
        // The link has done it already, or opens a tab of its own.
        if (!(event.target as Element).closest('a')) {
          onOpen();
        }
      }}
    >
      <TableCell
        className={clsx(classes.cell, classes.name)}
        title={secret.name}
      >
        <Link to={href}>{secret.name}</Link>
        <ExpiryMark expiresAt={secret.expiresAt} now={now} />
        {showNamespace && (
          <div className={classes.underName}>{secret.namespace}</div>
        )}
      </TableCell>
      {showNamespace && (
        <TableCell className={clsx(classes.cell, classes.fromSmall)}>
          {secret.namespace}
        </TableCell>
      )}
      <TableCell className={classes.cell} title={secret.type}>
        {secretTypeLabel(t, secret.type)}
      </TableCell>
      <TableCell
        className={clsx(classes.cell, classes.keys, classes.fromMedium)}
        title={keys}
      >
        {keys}
      </TableCell>
      <TableCell className={clsx(classes.cell, classes.fromMedium)}>
        {secret.targetPlane
          ? formatPlane(secret.targetPlane)
          : t('table.unset')}
      </TableCell>
      <TableCell className={classes.cell}>
        <DeliveryLabel delivery={secret.delivery} />
      </TableCell>
      <TableCell
        className={clsx(
          classes.cell,
          classes.owner,
          showNamespace ? classes.fromExtraLarge : classes.fromLarge,
        )}
        title={secret.owner}
      >
        {secret.owner ? formatOwner(secret.owner) : t('table.unset')}
      </TableCell>
      <TableCell
        className={clsx(classes.cell, classes.numeric, classes.fromSmall)}
      >
        <time dateTime={changed} title={changed}>
          {formatAge(changed, now)}
        </time>
      </TableCell>
    </TableRow>
  );
}
