import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { Controller, useFormContext } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  explainSecretName,
  InstallationConfig,
  Namespace,
} from '@strongroom/backstage-plugin-secrets-common';
import { categoryLabel, secretTypeLabel } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { FormText, SecretFormValues } from '../SecretForm';
import { PlaneField } from './PlaneField';

/** @internal */
export interface PlacementFieldsProps {
  config: InstallationConfig;
  /** Namespaces in which the viewer may create. */
  namespaces: Namespace[];
}

/** What the secret is called, of what kind it is, and where it goes. @internal */
export function PlacementFields(props: PlacementFieldsProps) {
  const { config, namespaces } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control, setValue } = useFormContext<SecretFormValues>();
  return (
    <>
      <Controller
        control={control}
        name="namespace"
        rules={{ required: t('form.namespaceNeeded') }}
        render={({ field, fieldState }) => (
          <Autocomplete
            id="secret-namespace"
            size="small"
            options={namespaces.map(({ name }) => name)}
            value={field.value || null}
            onChange={(_event, namespace) => {
              field.onChange(namespace ?? '');
              // Planes belong to a namespace.
              setValue('plane', '');
            }}
            openText={t('action.open')}
            closeText={t('action.close')}
            clearText={t('action.clear')}
            renderInput={params => (
              <TextField
                {...params}
                variant="outlined"
                label={t('form.namespace')}
                error={Boolean(fieldState.error)}
                helperText={fieldState.error?.message}
                InputLabelProps={{ ...params.InputLabelProps, shrink: true }}
              />
            )}
          />
        )}
      />
      <FormText
        name="name"
        label={t('form.name')}
        hint={t('form.nameHint')}
        rules={{ validate: name => explainSecretName(name as string) }}
      />
      <Controller
        control={control}
        name="type"
        render={({ field, fieldState }) => (
          <FormSelect
            id="secret-type"
            label={t('form.type')}
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
            options={config.types.map(type => [type, secretTypeLabel(t, type)])}
          />
        )}
      />
      <Controller
        control={control}
        name="category"
        render={({ field, fieldState }) => (
          <FormSelect
            id="secret-category"
            label={t('form.category')}
            value={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
            options={config.categories.map(category => [
              category,
              categoryLabel(t, category),
            ])}
          />
        )}
      />
      <PlaneField />
    </>
  );
}

interface FormSelectProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string;
  options: [string, string][];
}

function FormSelect(props: FormSelectProps) {
  const { id, label, value, onChange, error, options } = props;
  return (
    <TextField
      select
      id={id}
      variant="outlined"
      size="small"
      fullWidth
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      error={Boolean(error)}
      helperText={error}
      InputLabelProps={{ id: `${id}-label`, shrink: true }}
      SelectProps={{ labelId: `${id}-label` }}
    >
      {options.map(([option, text]) => (
        <MenuItem key={option} value={option}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
