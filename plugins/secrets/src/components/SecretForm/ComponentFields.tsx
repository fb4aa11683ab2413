import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { FormText } from './FormText';

/** The component that a secret is made for, which cannot be changed later. @internal */
export function ComponentFields() {
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <>
      <FormText
        name="project"
        label={t('form.project')}
        hint={t('form.projectHint')}
        inputProps={{ maxLength: 63 }}
      />
      <FormText
        name="component"
        label={t('form.component')}
        hint={t('form.componentHint')}
        inputProps={{ maxLength: 63 }}
      />
    </>
  );
}
