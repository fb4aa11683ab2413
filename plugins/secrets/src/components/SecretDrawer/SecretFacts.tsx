import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeleteOutcome,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  categoryLabel,
  formatAge,
  formatPlane,
  formatProblem,
  secretTypeLabel,
  sourceLabel,
  useNow,
} from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { EntityName } from '../EntityName';
import { KeyChips } from '../KeyChips';
import { ActivitySection } from '../Activity';
import { VersionsSection } from '../Versions';
import { allowedActions, isLeaving } from './allowedActions';
import { DeletionSection } from './DeletionSection';
import { DeliverySection } from './DeliverySection';
import { DetailSection } from '../DetailSection';
import { FactList, FactListProps } from '../FactList';
import { ManifestSection } from './ManifestSection';
import { RemoteRefs } from './RemoteRefs';
import { StoredAsHint } from './StoredAsHint';

const useStyles = makeStyles(theme => ({
  alert: { marginBottom: theme.spacing(1), overflowWrap: 'anywhere' },
  adopt: { whiteSpace: 'nowrap' },
}));

/** @internal */
export interface SecretFactsProps {
  secret: SecretDetails;
  /** Opens the change of its values. */
  onEdit: () => void;
  /** Opens what taking it over would change. */
  onAdopt: () => void;
  /** A deletion has been asked for again. */
  onDeleted: (outcome: DeleteOutcome) => void;
  onNotice: (sentence: string) => void;
}

/** Everything there is to know about a secret but its values. @internal */
export function SecretFacts(props: SecretFactsProps) {
  const { secret } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const now = useNow(15_000);
  const allowed = allowedActions(secret);

  return (
    <>
      {secret.warnings.map((warning, index) => (
        <Alert key={index} severity="warning" className={classes.alert}>
          {formatProblem(warning)}
        </Alert>
      ))}
      {!secret.managed && (
        <Alert
          severity="info"
          className={classes.alert}
          action={
            allowed.adopt && (
              <Button
                color="inherit"
                className={classes.adopt}
                onClick={props.onAdopt}
              >
                {t('adopt.open')}
              </Button>
            )
          }
        >
          {t('details.foreign', { source: sourceLabel(t, secret.source) })}
        </Alert>
      )}
      {isLeaving(secret) ? (
        <DeletionSection
          secret={secret}
          mayTryAgain={allowed.deleteAgain}
          onDeleted={props.onDeleted}
        />
      ) : (
        <DeliverySection
          secret={secret}
          maySync={allowed.sync}
          onSetAgain={allowed.edit ? props.onEdit : undefined}
        />
      )}
      <DetailSection title={t('details.keys')}>
        <KeyChips names={secret.keys} />
        {secret.storedAs && <StoredAsHint secret={secret} />}
      </DetailSection>
      <DetailSection title={t('details.about')}>
        <FactList facts={collectFacts()} />
      </DetailSection>
      {secret.remoteRefs.length > 0 && (
        <DetailSection title={t('details.remoteRefs')}>
          <RemoteRefs remoteRefs={secret.remoteRefs} />
        </DetailSection>
      )}
      {!isLeaving(secret) && (
        <VersionsSection
          secret={secret}
          mayRestore={allowed.restore}
          onNotice={props.onNotice}
        />
      )}
      <ActivitySection secret={secret} />
      {secret.permissions.update && <ManifestSection secret={secret} />}
    </>
  );

  function collectFacts(): FactListProps['facts'] {
    const labels = Object.entries(secret.labels).map(
      ([key, value]) => `${key}=${value}`,
    );
    return [
      [t('details.description'), secret.description],
      [
        t('details.type'),
        `${secretTypeLabel(t, secret.type)} (${secret.type})`,
      ],
      [t('details.category'), categoryLabel(t, secret.category)],
      [
        t('details.plane'),
        secret.targetPlane && formatPlane(secret.targetPlane),
      ],
      [t('details.driver'), secret.driver],
      [t('details.owner'), secret.owner && <EntityName name={secret.owner} />],
      [t('details.source'), sourceLabel(t, secret.source)],
      [t('details.expiresAt'), secret.expiresAt && dated(secret.expiresAt)],
      [t('details.createdAt'), dated(secret.createdAt)],
      [t('details.updatedAt'), secret.updatedAt && dated(secret.updatedAt)],
      [
        t('details.updatedBy'),
        secret.updatedBy && <EntityName name={secret.updatedBy} />,
      ],
      [t('details.refreshInterval'), secret.refreshInterval],
      [t('details.labels'), labels.length > 0 && <KeyChips names={labels} />],
    ];
  }

  function dated(time: string) {
    return (
      <time dateTime={time}>
        {new Date(time).toLocaleString()} ({formatAge(time, now)})
      </time>
    );
  }
}
