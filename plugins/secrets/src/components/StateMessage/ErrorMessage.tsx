import Button from '@material-ui/core/Button';
import BlockIcon from '@material-ui/icons/Block';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import LockIcon from '@material-ui/icons/Lock';
import PowerSettingsNewIcon from '@material-ui/icons/PowerSettingsNew';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isErrorCode } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from './describeError';
import { StateMessage } from './StateMessage';

/** @internal */
export interface ErrorMessageProps {
  error: unknown;
  onRetry: () => void;
}

/** An error in full: signed out, not allowed, switched off, or failed with a way to try again. @internal */
export function ErrorMessage(props: ErrorMessageProps) {
  const { error, onRetry } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  if (isErrorCode(error, 'FeatureDisabled')) {
    return (
      <StateMessage
        Icon={PowerSettingsNewIcon}
        title={t('state.off.title')}
        description={t('state.off.description')}
      />
    );
  }
  if (isErrorCode(error, 'NotAuthenticated')) {
    return (
      <StateMessage
        role="alert"
        Icon={LockIcon}
        title={t('state.signedOut.title')}
        description={t('state.signedOut.description')}
        action={
          <Button variant="outlined" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        }
      />
    );
  }
  if (isErrorCode(error, 'NotAllowed')) {
    return (
      <StateMessage
        Icon={BlockIcon}
        title={t('state.forbidden.title')}
        description={t('state.forbidden.description')}
      />
    );
  }
  return (
    <StateMessage
      role="alert"
      Icon={CloudOffIcon}
      title={t('state.error.title')}
      description={describeError(t, error)}
      action={
        <Button variant="outlined" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      }
    />
  );
}
