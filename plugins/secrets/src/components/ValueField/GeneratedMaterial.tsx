import Button from '@material-ui/core/Button';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { describeGenerated } from './describeGenerated';
import { GivenMaterial } from './GivenMaterial';

/** @internal */
export interface GeneratedMaterialProps {
  label: string;
  generate: GeneratedValue;
  onRemove: () => void;
}

/** Says how a value will be made; nobody sees it. @internal */
export function GeneratedMaterial(props: GeneratedMaterialProps) {
  const { label, generate, onRemove } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <GivenMaterial
      label={label}
      Icon={AutorenewIcon}
      text={describeGenerated(t, generate)}
      action={
        <Button
          size="small"
          onClick={onRemove}
          aria-label={t('generate.undo', { label })}
        >
          {t('action.remove')}
        </Button>
      }
    />
  );
}
