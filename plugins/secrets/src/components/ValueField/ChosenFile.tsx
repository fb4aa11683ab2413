import Button from '@material-ui/core/Button';
import InsertDriveFileIcon from '@material-ui/icons/InsertDriveFile';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { GivenMaterial } from './GivenMaterial';
import { Material } from './types';

/** @internal */
export interface ChosenFileProps {
  label: string;
  file: NonNullable<Material['file']>;
  onRemove: () => void;
}

/** Names the file a value comes from; its content is not shown. @internal */
export function ChosenFile(props: ChosenFileProps) {
  const { label, file, onRemove } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <GivenMaterial
      label={label}
      Icon={InsertDriveFileIcon}
      text={`${file.name} (${formatBytes(file.size)})`}
      action={
        <Button
          size="small"
          onClick={onRemove}
          aria-label={t('value.removeFile', { name: file.name })}
        >
          {t('action.remove')}
        </Button>
      }
    />
  );
}
