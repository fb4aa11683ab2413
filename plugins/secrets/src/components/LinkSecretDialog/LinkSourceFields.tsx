import { Controller, useFormContext, useWatch } from 'react-hook-form';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormControl from '@material-ui/core/FormControl';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { explainSecretName } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { FormText } from '../SecretForm';
import { LinkFormValues } from './linkForm';

const KINDS = ['path', 'secret'] as const;

/** Where the value is: a path in the store, or a Kubernetes Secret of the plane. @internal */
export function LinkSourceFields() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control, getValues, setValue } = useFormContext<LinkFormValues>();
  const [kind, namespace] = useWatch({
    control,
    name: ['source.kind', 'namespace'],
  });
  return (
    <>
      <Controller
        control={control}
        name="source.kind"
        render={({ field }) => (
          <FormControl component="fieldset">
            <FormLabel component="legend">{t('link.source')}</FormLabel>
            <RadioGroup
              name={field.name}
              value={field.value}
              onChange={(_event, chosen) => {
                field.onChange(chosen);
                // Nobody lists the keys of a path.
                if (getValues('keys.mode') === 'all') {
                  setValue('keys.mode', 'mapping');
                }
              }}
            >
              {KINDS.map(each => (
                <FormControlLabel
                  key={each}
                  value={each}
                  control={<Radio color="primary" size="small" />}
                  label={t(`link.kind.${each}`)}
                />
              ))}
            </RadioGroup>
          </FormControl>
        )}
      />
      {kind === 'path' ? (
        <FormText<LinkFormValues>
          key="path"
          id="link-path"
          name="source.path"
          label={t('link.path')}
          hint={t('link.pathHint', { namespace: namespace || '…' })}
          rules={{ required: t('link.pathNeeded') }}
          inputProps={{ maxLength: 1024 }}
        />
      ) : (
        <>
          <FormText<LinkFormValues>
            key="namespace"
            id="link-namespace"
            name="source.namespace"
            label={t('link.sourceNamespace')}
            rules={{ required: t('link.sourceNamespaceNeeded') }}
            inputProps={{ maxLength: 63 }}
          />
          <FormText<LinkFormValues>
            key="name"
            id="link-name"
            name="source.name"
            label={t('link.sourceName')}
            rules={{ validate: name => explainSecretName(name as string) }}
            inputProps={{ maxLength: 253 }}
          />
        </>
      )}
    </>
  );
}
