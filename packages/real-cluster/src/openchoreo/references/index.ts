export { durationsAsGo, goDuration } from './durationsAsGo';
export {
  presentMetadata,
  presentObject,
  ReferenceService,
} from './ReferenceService';
