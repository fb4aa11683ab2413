export { ValueField } from './ValueField';
export type { ValueFieldProps } from './ValueField';
export type { Material } from './types';
export { EMPTY_MATERIAL } from './types';
export { readMaterial, MAX_FILE_BYTES } from './readMaterial';
