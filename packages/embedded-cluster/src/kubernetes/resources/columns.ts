import { KubernetesObject } from '../../storage/types';
import { TableColumn } from './ResourceType';

/** Age as kubectl writes it: two units at most, for instance `3d4h`. @internal */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 0) {
    return seconds < -1 ? '<invalid>' : '0s';
  }
  if (seconds < 120) {
    return `${seconds}s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) {
    return join(minutes, 'm', seconds % 60, 's');
  }
  if (minutes < 180) {
    return `${minutes}m`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 8) {
    return join(hours, 'h', minutes % 60, 'm');
  }
  if (hours < 48) {
    return `${hours}h`;
  }
  const days = Math.floor(hours / 24);
  if (hours < 192) {
    return join(days, 'd', hours % 24, 'h');
  }
  if (days < 730) {
    return `${days}d`;
  }
  const years = Math.floor(days / 365);
  return years < 8 ? join(years, 'y', days % 365, 'd') : `${years}y`;
}

function join(large: number, unit: string, small: number, smallUnit: string) {
  return small ? `${large}${unit}${small}${smallUnit}` : `${large}${unit}`;
}

/** How long ago a moment was. @internal */
export function ageOf(timestamp: unknown, now: Date): string {
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : NaN;
  return Number.isNaN(time) ? '<unknown>' : humanDuration(now.getTime() - time);
}

/** @internal */
export function column(
  name: string,
  value: (object: KubernetesObject, now: Date) => string | number | undefined,
  priority: number = 0,
): TableColumn {
  return { name, type: 'string', format: '', description: '', priority, value };
}

/** @internal */
export const nameColumn: TableColumn = {
  ...column('Name', object => object.metadata.name),
  format: 'name',
};

/** @internal */
export const ageColumn: TableColumn = column('Age', (object, now) =>
  ageOf(object.metadata.creationTimestamp, now),
);
