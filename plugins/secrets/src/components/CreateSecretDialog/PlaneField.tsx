import { useEffect } from 'react';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Plane } from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { usePlanes } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import { SecretFormValues } from '../SecretForm';

/** Chooses the target plane; says of each whether its store is ready, and why it cannot be chosen. @internal */
export function PlaneField() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const { control, getValues, setValue } = useFormContext<SecretFormValues>();
  const namespace = useWatch({ control, name: 'namespace' });
  const planes = usePlanes(namespace || undefined);
  const usable = planes.data?.filter(isUsable);
  const only = usable?.length === 1 ? formatPlane(usable[0]) : undefined;

  useEffect(() => {
    if (only && !getValues('plane')) {
      setValue('plane', only);
    }
  }, [only, namespace, getValues, setValue]);

  return (
    <Controller
      control={control}
      name="plane"
      rules={{ required: t('form.planeNeeded') }}
      render={({ field, fieldState }) => {
        const options = planes.data ?? [];
        const known = options.some(plane => formatPlane(plane) === field.value);
        return (
          <TextField
            select
            id="secret-plane"
            variant="outlined"
            size="small"
            fullWidth
            label={t('form.plane')}
            value={known ? field.value : ''}
            onChange={field.onChange}
            disabled={!planes.data}
            error={Boolean(fieldState.error ?? planes.error)}
            helperText={fieldState.error?.message ?? renderHint()}
            // why it cannot be used yet has to be readable
            FormHelperTextProps={{ disabled: false }}
            InputLabelProps={{ id: 'secret-plane-label', shrink: true }}
            SelectProps={{
              labelId: 'secret-plane-label',
              renderValue: value => value as string,
            }}
          >
            {options.map(plane => (
              <MenuItem
                key={formatPlane(plane)}
                value={formatPlane(plane)}
                disabled={!isUsable(plane)}
              >
                <ListItemText
                  primary={formatPlane(plane)}
                  secondary={describeStore(plane)}
                />
              </MenuItem>
            ))}
          </TextField>
        );
      }}
    />
  );

  function renderHint() {
    if (!namespace) {
      return t('plane.namespaceFirst');
    }
    if (planes.error) {
      return describeError(t, planes.error);
    }
    if (!planes.data) {
      return t('plane.loading');
    }
    return usable?.length === 0 ? t('plane.none') : t('plane.hint');
  }

  function describeStore(plane: Plane): string {
    const { reachable, store } = plane;
    if (!reachable) {
      return t('plane.unreachable');
    }
    if (!store) {
      return t('plane.noStore');
    }
    return store.ready
      ? t('plane.ready', { store: store.name })
      : t('plane.notReady', {
          store: store.name,
          message: store.message ?? '',
        });
  }
}

/** A store that is not ready may become so; without a plane or a store there is nowhere to write. */
function isUsable(plane: Plane): boolean {
  return plane.reachable && plane.store !== undefined;
}
