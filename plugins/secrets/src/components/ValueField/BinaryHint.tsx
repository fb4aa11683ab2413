import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { Material } from './types';

/** @internal */
export interface BinaryHintProps {
  storeAs: Material['storeAs'];
  onChange: (storeAs: Material['storeAs']) => void;
}

/** Says that bytes are not text, what that means for the store, and offers base64. @internal */
export function BinaryHint(props: BinaryHintProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <Alert severity="info" style={{ marginTop: 8 }}>
      {t('value.binary')}
      <br />
      <FormControlLabel
        control={
          <Checkbox
            size="small"
            color="primary"
            checked={props.storeAs === 'base64'}
            onChange={event =>
              props.onChange(event.target.checked ? 'base64' : undefined)
            }
          />
        }
        label={
          <Typography variant="body2">{t('value.storeAsBase64')}</Typography>
        }
      />
    </Alert>
  );
}
