import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { FormText } from './FormText';
import { FormValue } from './FormValue';
import { SecretFormValues } from './formValues';

/** A registry login: filled in, or a whole `config.json`. @internal */
export function DockerFields() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control } = useFormContext<SecretFormValues>();
  const mode = useWatch({ control, name: 'docker.mode' });
  return (
    <>
      <Controller
        control={control}
        name="docker.mode"
        render={({ field }) => (
          <RadioGroup
            row
            aria-label={t('form.dockerMode')}
            value={field.value}
            onChange={field.onChange}
          >
            <FormControlLabel
              value="fields"
              control={<Radio size="small" color="primary" />}
              label={t('form.dockerLogin')}
            />
            <FormControlLabel
              value="config"
              control={<Radio size="small" color="primary" />}
              label={t('form.dockerConfig')}
            />
          </RadioGroup>
        )}
      />
      {mode === 'config' ? (
        <FormValue
          name="docker.config"
          label={t('form.dockerConfigJson')}
          hint={t('form.dockerConfigHint')}
        />
      ) : (
        <>
          <FormText
            name="docker.server"
            label={t('form.server')}
            hint={t('form.serverHint')}
            rules={{ required: t('form.valueNeeded') }}
          />
          <FormText
            name="docker.username"
            label={t('form.username')}
            rules={{ required: t('form.valueNeeded') }}
          />
          <FormValue
            name="docker.password"
            label={t('form.password')}
            singleLine
          />
          <FormText name="docker.email" label={t('form.email')} />
        </>
      )}
    </>
  );
}
