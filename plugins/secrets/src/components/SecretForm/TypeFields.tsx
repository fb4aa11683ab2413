import { useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { DockerFields } from './DockerFields';
import { FormText } from './FormText';
import { FormValue } from './FormValue';
import { SecretFormValues } from './formValues';
import { generatorsOf } from './generatorsOf';
import { PairFields, PairFieldsProps } from './PairFields';

/** @internal */
export type TypeFieldsProps = PairFieldsProps;

/** The values that the chosen type asks for. @internal */
export function TypeFields(props: TypeFieldsProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control } = useFormContext<SecretFormValues>();
  const type = useWatch({ control, name: 'type' });
  switch (type) {
    case 'kubernetes.io/basic-auth':
      return (
        <>
          <FormText
            name="basicAuth.username"
            label={t('form.username')}
            rules={{ required: t('form.valueNeeded') }}
          />
          <FormValue
            name="basicAuth.password"
            label={t('form.password')}
            hint={t('form.passwordHint')}
            singleLine
            generators={generatorsOf(type, 'password')}
          />
        </>
      );
    case 'kubernetes.io/ssh-auth':
      return (
        <FormValue
          name="sshAuth.privateKey"
          label={t('form.sshPrivateKey')}
          hint={t('form.sshPrivateKeyHint')}
          generators={generatorsOf(type, 'ssh-privatekey')}
        />
      );
    case 'kubernetes.io/dockerconfigjson':
      return <DockerFields />;
    case 'kubernetes.io/tls':
      return (
        <>
          <FormValue
            name="tls.certificate"
            label={t('form.certificate')}
            hint={t('form.certificateHint')}
          />
          <FormValue
            name="tls.privateKey"
            label={t('form.privateKey')}
            hint={t('form.privateKeyHint')}
          />
        </>
      );
    default:
      return <PairFields {...props} />;
  }
}
