import Button from '@material-ui/core/Button';
import List from '@material-ui/core/List';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { getCompoundEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import {
  isErrorCode,
  SecretsQueryProvider,
  useEntitySecrets,
} from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import { EntitySecretItem } from './EntitySecretItem';
import { sortByUrgency } from './sortByUrgency';

/** Card of a component's catalog page with the secrets it uses, as far as the viewer may see them. @internal */
export function EntitySecretsCard() {
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <EntityInfoCard title={t('card.title')}>
      <SecretsQueryProvider>
        <EntitySecrets />
      </SecretsQueryProvider>
    </EntityInfoCard>
  );
}

function EntitySecrets() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const { entity } = useEntity();
  const uses = useEntitySecrets(getCompoundEntityRef(entity));

  if (isErrorCode(uses.error, 'NotAllowed')) {
    return renderSentence(t('card.forbidden'));
  }
  if (isErrorCode(uses.error, 'NotAuthenticated')) {
    return renderSentence(t('error.signedOut'));
  }
  if (isErrorCode(uses.error, 'FeatureDisabled')) {
    return renderSentence(t('card.off'));
  }
  if (uses.data) {
    return uses.data.length === 0 ? (
      renderSentence(t('card.empty'))
    ) : (
      <List dense disablePadding aria-label={t('card.title')}>
        {sortByUrgency(uses.data).map((use, index) => (
          <EntitySecretItem key={index} use={use} />
        ))}
      </List>
    );
  }
  if (uses.error) {
    return (
      <Alert
        severity="error"
        action={
          <Button color="inherit" size="small" onClick={() => uses.refetch()}>
            {t('action.retry')}
          </Button>
        }
      >
        {describeError(t, uses.error)}
      </Alert>
    );
  }
  return (
    <div role="status" aria-label={t('state.loading')}>
      <Skeleton height={48} />
      <Skeleton height={48} />
    </div>
  );
}

function renderSentence(sentence: string) {
  return (
    <Typography variant="body2" color="textSecondary" role="status">
      {sentence}
    </Typography>
  );
}
