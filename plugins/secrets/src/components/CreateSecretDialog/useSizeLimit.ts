import { useWatch, Control } from 'react-hook-form';
import { formatPlane } from '../../presentation';
import { usePlanes } from '../../queries';
import { MAX_FILE_BYTES } from '../ValueField';
import { SecretFormValues } from '../SecretForm';

/** Most bytes that all values may have together: Kubernetes' limit or the plane's lower one. @internal */
export function useSizeLimit(control: Control<SecretFormValues>): number {
  const [namespace, chosen] = useWatch({
    control,
    name: ['namespace', 'plane'],
  });
  const planes = usePlanes(namespace || undefined);
  const plane = planes.data?.find(item => formatPlane(item) === chosen);
  return Math.min(
    MAX_FILE_BYTES,
    plane?.capabilities.maxBytes ?? MAX_FILE_BYTES,
  );
}
