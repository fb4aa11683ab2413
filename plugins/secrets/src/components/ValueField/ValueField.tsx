import { useRef, useState } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';
import { formatBytes } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { BinaryHint } from './BinaryHint';
import { ChosenFile } from './ChosenFile';
import { GeneratedMaterial } from './GeneratedMaterial';
import { GenerateDialog } from './GenerateDialog';
import { MaskedInput } from './MaskedInput';
import { MAX_FILE_BYTES, readMaterial } from './readMaterial';
import { EMPTY_MATERIAL, Material } from './types';

const useStyles = makeStyles({ root: { width: '100%', minWidth: 0 } });

/** @internal */
export interface ValueFieldProps {
  id: string;
  label: string;
  value: Material;
  onChange: (material: Material) => void;
  error?: string;
  hint?: string;
  /** A single line, such as a password, cannot be taken from a file. */
  singleLine?: boolean;
  /** Told the name of a chosen file. */
  onFile?: (fileName: string) => void;
  /** What the server can make for it; nothing when left out. */
  generators?: readonly GeneratedValue['kind'][];
}

/** Takes one value: typed or pasted and masked, from a file and kept out of sight, or to be made on the server. @internal */
export function ValueField(props: ValueFieldProps) {
  const { id, label, value, onChange, error, hint, singleLine } = props;
  const { generators = [] } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const fileInput = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string>();
  const [choosing, setChoosing] = useState(false);
  const problem = error ?? refused;
  const helperId = `${id}-helper`;

  async function take(file: File | undefined) {
    setRefused(undefined);
    if (!file) {
      return;
    }
    if (file.size > MAX_FILE_BYTES) {
      setRefused(
        t('value.fileTooLarge', {
          size: formatBytes(file.size),
          limit: formatBytes(MAX_FILE_BYTES),
        }),
      );
      return;
    }
    try {
      onChange(await readMaterial(file));
      props.onFile?.(file.name);
    } catch {
      setRefused(t('value.fileUnreadable', { name: file.name }));
    }
  }

  return (
    <div className={classes.root} data-invalid={problem ? true : undefined}>
      {renderInput()}
      {!singleLine && (
        <input
          ref={fileInput}
          type="file"
          hidden
          aria-label={t('value.fileOf', { label })}
          onChange={event => {
            take(event.target.files?.[0]);
            // The same file can be chosen again after it was removed.
            event.target.value = '';
          }}
        />
      )}
      {choosing && (
        <GenerateDialog
          label={label}
          kinds={generators}
          onClose={() => setChoosing(false)}
          onChosen={generate => {
            setChoosing(false);
            setRefused(undefined);
            onChange({ text: '', generate });
          }}
        />
      )}
      {value.file?.base64 !== undefined && (
        <BinaryHint
          storeAs={value.storeAs}
          onChange={storeAs => onChange({ ...value, storeAs })}
        />
      )}
      <FormHelperText id={helperId} variant="outlined" error={Boolean(problem)}>
        {problem ?? hint}
      </FormHelperText>
    </div>
  );

  function renderInput() {
    if (value.generate) {
      return (
        <GeneratedMaterial
          label={label}
          generate={value.generate}
          onRemove={() => onChange(EMPTY_MATERIAL)}
        />
      );
    }
    return value.file ? (
      <ChosenFile
        label={label}
        file={value.file}
        onRemove={() => onChange(EMPTY_MATERIAL)}
      />
    ) : (
      <MaskedInput
        id={id}
        label={label}
        text={value.text}
        onChange={text => {
          setRefused(undefined);
          onChange({ text });
        }}
        singleLine={singleLine}
        invalid={Boolean(problem)}
        helperId={helperId}
        onBrowse={singleLine ? undefined : () => fileInput.current?.click()}
        onGenerate={generators.length > 0 ? () => setChoosing(true) : undefined}
      />
    );
  }
}
