import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

/** @internal */
export interface RemovalConfirmationProps {
  /** Keys that will be removed. */
  removed: string[];
  confirmed: boolean;
  onChange: (confirmed: boolean) => void;
}

/** Has the removal of keys confirmed; shows nothing when none is removed. @internal */
export function RemovalConfirmation(props: RemovalConfirmationProps) {
  const { removed, confirmed, onChange } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  if (removed.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" role="group" style={{ overflowWrap: 'anywhere' }}>
      {t('change.removal')}
      <br />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={confirmed}
            onChange={event => onChange(event.target.checked)}
          />
        }
        label={t('change.confirmRemoval', { keys: removed.join(', ') })}
      />
    </Alert>
  );
}
